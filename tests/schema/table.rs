//! The table: each thing that the schema has, the declaration that says it, and the tests that show it.

use std::{collections::HashSet, env, process::Command};

use crate::{
    arrays, binary, checks, definitions, empty, integers, nests, operations, strings, structs,
    submessages,
};

/// The schema, as names and values.
const SCHEMA: &str = include_str!("schema.txt");

/// One thing that the schema has.
struct Row {
    /// A line of the schema.
    item: &'static str,
    says: Says,
}

enum Says {
    /// A declaration, as the tests show.
    Declared(&'static str, &'static [Test]),
    /// Nothing that would be on the wire, and so nothing that a declaration could say.
    Nothing(&'static str),
}

struct Test {
    name: &'static str,
    /// The test itself, so that no row can name one that does not exist.
    #[expect(dead_code, reason = "libtest runs it")]
    run: fn(),
}

const fn row(item: &'static str, declaration: &'static str, tests: &'static [Test]) -> Row {
    Row { item, says: Says::Declared(declaration, tests) }
}

const fn nothing(item: &'static str, why: &'static str) -> Row {
    Row { item, says: Says::Nothing(why) }
}

macro_rules! tests {
    ($($test:path),+ $(,)?) => { &[$(Test { name: stringify!($test), run: $test }),+] };
}

const FOR_PEOPLE: &str = "for people";
const IN_C: &str = "a name in C";
const IN_THE_SPECIFICATION: &str =
    "a name within the specification: the Rust type's name is another";
const IN_THE_KERNEL: &str = "what the kernel does with itself";

const ROWS: &[Row] = &[
    // ---- the family ----
    row(
        "name",
        "`#[netlink(family = \"example\", …)]`; of raw netlink: the protocol's number",
        tests![
            operations::family_command_and_version_make_a_message,
            operations::protocol_number_is_that_of_the_socket,
        ],
    ),
    row(
        "version",
        "`#[netlink(family = …, command = …, version = 2)]`, 1 where nothing is said",
        tests![operations::family_command_and_version_make_a_message],
    ),
    row(
        "protonum",
        "`Protocol::new(number)`, which the socket is opened with",
        tests![operations::protocol_number_is_that_of_the_socket],
    ),
    nothing("doc", FOR_PEOPLE),
    nothing("protocol", "which schema the specification keeps to"),
    row(
        "protocol = netlink-raw",
        "`#[netlink(message = TYPE)]`",
        tests![operations::messages_of_a_protocol_are_distinguished_by_their_types],
    ),
    row(
        "protocol = genetlink",
        "`#[netlink(family = …, command = …)]`",
        tests![operations::family_command_and_version_make_a_message],
    ),
    row(
        "protocol = genetlink-c",
        "the same: what it adds are names in C",
        tests![operations::family_command_and_version_make_a_message],
    ),
    row(
        "protocol = genetlink-legacy",
        "the same, with a fixed header where there is one",
        tests![operations::fixed_header_of_an_operation_is_a_field],
    ),
    nothing("uapi-header", IN_C),
    nothing("c-family-name", IN_C),
    nothing("c-version-name", IN_C),
    nothing("max-by-define", IN_C),
    nothing("cmd-max-name", IN_C),
    nothing("cmd-cnt-name", IN_C),
    nothing(
        "kernel-policy",
        "how many policies the kernel keeps: each request type has its own here",
    ),
    row(
        "kernel-policy = split",
        "a request type for each of `do` and `dump`",
        tests![operations::lists_of_attributes_are_structs_of_their_own],
    ),
    row(
        "kernel-policy = per-op",
        "one request type for both",
        tests![operations::do_and_dump_differ_in_the_flags_of_the_header],
    ),
    row(
        "kernel-policy = global",
        "request types with subsets of one space",
        tests![nests::subset_is_a_struct_with_fewer_fields_and_the_same_numbers],
    ),
    nothing("kernel-family", IN_THE_KERNEL),
    nothing("kernel-family.headers", IN_THE_KERNEL),
    nothing("kernel-family.sock-priv", IN_THE_KERNEL),
    // ---- definitions ----
    nothing("definitions", "the list of them"),
    nothing("definitions.name", IN_THE_SPECIFICATION),
    nothing("definitions.header", IN_C),
    nothing("definitions.scope", "which header in C has it"),
    nothing("definitions.scope = uapi", IN_C),
    nothing("definitions.scope = kernel", IN_C),
    nothing("definitions.scope = user", IN_C),
    nothing("definitions.doc", FOR_PEOPLE),
    nothing("definitions.enum-name", IN_C),
    nothing("definitions.name-prefix", IN_C),
    nothing("definitions.type", "one of the four below"),
    row(
        "definitions.type = const",
        "`const LIMIT: usize = 7;`",
        tests![definitions::const_is_a_constant],
    ),
    row("definitions.value", "the constant's value", tests![definitions::const_is_a_constant]),
    row(
        "definitions.type = enum",
        "`#[derive(Parse, Emit)] #[repr(u32)] enum Mode { Single = 3, Double }`, which is closed; open with \
         `#[netlink(other)] Other(u32)`",
        tests![
            definitions::closed_enum_refuses_what_has_no_name,
            definitions::open_enum_keeps_what_has_no_name,
        ],
    ),
    row(
        "definitions.type = flags",
        "`#[derive(Parse, Emit)] #[netlink(mask = …)] struct Caps(u64);` with a constant for each",
        tests![definitions::flags_are_a_newtype_with_constants],
    ),
    row(
        "definitions.type = struct",
        "`#[repr(C)]` with zerocopy's derives: borrowed `&'a T`, or by value with `#[netlink(layout)]`",
        tests![
            structs::struct_has_members_of_every_type_in_every_byte_order,
            structs::struct_may_be_borrowed,
            structs::struct_may_be_longer_than_ours_and_not_shorter,
            structs::struct_that_older_kernels_have_shorter_is_filled_with_zeros,
        ],
    ),
    row(
        "definitions.value-start",
        "the first variant's discriminant: `Single = 3`",
        tests![definitions::enum_starts_where_it_says_and_counts_on],
    ),
    nothing("definitions.entries", "the list of them"),
    nothing("definitions.entries.name", IN_THE_SPECIFICATION),
    nothing("definitions.entries.doc", FOR_PEOPLE),
    row(
        "definitions.entries.value",
        "a variant's discriminant, or a constant's value",
        tests![
            definitions::enum_starts_where_it_says_and_counts_on,
            definitions::flags_are_a_newtype_with_constants,
        ],
    ),
    row(
        "definitions.render-max",
        "`const MODE_MAX: u8 = Mode::Redundant as u8;`",
        tests![definitions::enum_starts_where_it_says_and_counts_on],
    ),
    nothing("definitions.enum-cnt-name", IN_C),
    // ---- members of structures ----
    nothing("definitions.members", "the list of them"),
    nothing("definitions.members.name", IN_THE_SPECIFICATION),
    nothing("definitions.members.doc", FOR_PEOPLE),
    nothing("definitions.members.type", "one of those below"),
    row(
        "definitions.members.type = u8",
        "`member: u8`",
        tests![structs::struct_has_members_of_every_type_in_every_byte_order],
    ),
    row(
        "definitions.members.type = u16",
        "`member: u16`; `native_endian::U16` of zerocopy where the structure is borrowed",
        tests![structs::struct_has_members_of_every_type_in_every_byte_order],
    ),
    row(
        "definitions.members.type = u32",
        "`member: u32`; `native_endian::U32` where the structure is borrowed",
        tests![
            structs::struct_has_members_of_every_type_in_every_byte_order,
            structs::struct_may_be_borrowed,
        ],
    ),
    row(
        "definitions.members.type = u64",
        "`member: u64`; `native_endian::U64` where the structure is borrowed",
        tests![structs::struct_has_members_of_every_type_in_every_byte_order],
    ),
    row(
        "definitions.members.type = s8",
        "`member: i8`",
        tests![structs::struct_has_members_of_every_type_in_every_byte_order],
    ),
    row(
        "definitions.members.type = s16",
        "`member: i16`; `native_endian::I16` where the structure is borrowed",
        tests![structs::struct_has_members_of_every_type_in_every_byte_order],
    ),
    row(
        "definitions.members.type = s32",
        "`member: i32`; `native_endian::I32` where the structure is borrowed",
        tests![structs::struct_has_members_of_every_type_in_every_byte_order],
    ),
    row(
        "definitions.members.type = s64",
        "`member: i64`; `native_endian::I64` where the structure is borrowed",
        tests![structs::struct_has_members_of_every_type_in_every_byte_order],
    ),
    row(
        "definitions.members.type = string",
        "`member: [u8; LEN]`, read by `CStr::from_bytes_until_nul`",
        tests![
            structs::struct_has_members_of_every_type_in_every_byte_order,
            structs::bytes_of_a_member_are_what_its_hint_says,
        ],
    ),
    row(
        "definitions.members.type = binary",
        "`member: [u8; LEN]`",
        tests![structs::struct_has_members_of_every_type_in_every_byte_order],
    ),
    row(
        "definitions.members.type = pad",
        "`pad: [u8; LEN]`: zerocopy lets no gap pass that is no member",
        tests![structs::struct_has_members_of_every_type_in_every_byte_order],
    ),
    row(
        "definitions.members.len",
        "the array's length, any constant",
        tests![structs::struct_has_members_of_every_type_in_every_byte_order],
    ),
    nothing("definitions.members.byte-order", "one of the two below"),
    row(
        "definitions.members.byte-order = little-endian",
        "`little_endian::U32` of zerocopy",
        tests![structs::struct_has_members_of_every_type_in_every_byte_order],
    ),
    row(
        "definitions.members.byte-order = big-endian",
        "`big_endian::U32` of zerocopy",
        tests![
            structs::struct_has_members_of_every_type_in_every_byte_order,
            structs::struct_may_be_borrowed,
        ],
    ),
    row(
        "definitions.members.enum",
        "`#[repr(transparent)] struct State(u8);` with a constant for each value: any integer may come",
        tests![structs::struct_has_members_of_every_type_in_every_byte_order],
    ),
    row(
        "definitions.members.enum-as-flags",
        "`#[repr(transparent)] struct Flags(u32);` with a constant for each bit",
        tests![structs::struct_has_members_of_every_type_in_every_byte_order],
    ),
    row(
        "definitions.members.struct",
        "`member: Inner`",
        tests![structs::struct_has_members_of_every_type_in_every_byte_order],
    ),
    nothing("definitions.members.display-hint", "how it is shown: by a type that prints so"),
    row(
        "definitions.members.display-hint = hex",
        "an integer or bytes, printed with `{:x}`",
        tests![structs::bytes_of_a_member_are_what_its_hint_says],
    ),
    row(
        "definitions.members.display-hint = mac",
        "`[u8; 6]`, and `Mac` of it",
        tests![structs::bytes_of_a_member_are_what_its_hint_says],
    ),
    row(
        "definitions.members.display-hint = fddi",
        "`[u8; 6]`, and `Mac` of it",
        tests![structs::bytes_of_a_member_are_what_its_hint_says],
    ),
    row(
        "definitions.members.display-hint = ipv4",
        "`big_endian::U32`, and `Ipv4Addr::from` of it",
        tests![structs::bytes_of_a_member_are_what_its_hint_says],
    ),
    row(
        "definitions.members.display-hint = ipv6",
        "`[u8; 16]`, and `Ipv6Addr::from` of it",
        tests![structs::bytes_of_a_member_are_what_its_hint_says],
    ),
    row(
        "definitions.members.display-hint = ipv4-or-v6",
        "bytes, of which another member says what they are",
        tests![structs::bytes_of_a_member_are_what_its_hint_says],
    ),
    row(
        "definitions.members.display-hint = uuid",
        "`[u8; 16]`",
        tests![structs::bytes_of_a_member_are_what_its_hint_says],
    ),
    // ---- sets of attributes ----
    row(
        "attribute-sets",
        "`#[derive(Parse, Emit)] struct`, or an enum of `#[nla(…)]` variants in a `Stream`",
        tests![nests::nest_is_a_struct_within_a_struct, nests::set_may_be_a_stream],
    ),
    nothing("attribute-sets.name", IN_THE_SPECIFICATION),
    nothing("attribute-sets.name-prefix", IN_C),
    nothing("attribute-sets.enum-name", IN_C),
    nothing("attribute-sets.doc", FOR_PEOPLE),
    nothing("attribute-sets.attr-cnt-name", IN_C),
    nothing("attribute-sets.attr-max-name", IN_C),
    nothing("attribute-sets.header", IN_C),
    row(
        "attribute-sets.subset-of",
        "a struct with some of the fields, and the same numbers",
        tests![nests::subset_is_a_struct_with_fewer_fields_and_the_same_numbers],
    ),
    row(
        "attribute-sets.attributes",
        "`#[nla(TYPE)] field: T`; `Option<T>` where it need not be there",
        tests![
            definitions::value_of_an_attribute_is_its_number,
            nests::nest_misses_what_it_requires_where_its_payload_begins,
        ],
    ),
    nothing("attribute-sets.attributes.name", "the field's name, which errors have in their path"),
    nothing("attribute-sets.attributes.doc", FOR_PEOPLE),
    nothing("attribute-sets.attributes.name-prefix", IN_C),
    row(
        "attribute-sets.attributes.value",
        "`#[nla(TYPE)]`, any constant",
        tests![definitions::value_of_an_attribute_is_its_number],
    ),
    nothing("attribute-sets.attributes.type", "one of those below"),
    row(
        "attribute-sets.attributes.type = unused",
        "no field; or `#[nla(TYPE)] retired: Reject`",
        tests![empty::unused_type_is_a_hole_or_refused_by_name],
    ),
    row(
        "attribute-sets.attributes.type = pad",
        "no field: skipped, or kept by `#[netlink(unknown)] rest: Unknown<'a>`",
        tests![
            empty::padding_is_not_a_field_and_kept_with_the_unknown,
            empty::padding_is_skipped_liberally_and_a_hole_strictly,
        ],
    ),
    row(
        "attribute-sets.attributes.type = flag",
        "`bool`",
        tests![empty::flag_is_true_where_it_is_there],
    ),
    row(
        "attribute-sets.attributes.type = binary",
        "`&'a [u8]`, `[u8; N]`, or what else the bytes are",
        tests![
            binary::binary_is_borrowed_unchanged,
            binary::exact_length_may_be_that_of_the_type,
            structs::struct_may_be_borrowed,
        ],
    ),
    row(
        "attribute-sets.attributes.type = bitfield32",
        "`Bitfield32`",
        tests![integers::bitfield32_is_a_value_and_a_selector],
    ),
    row(
        "attribute-sets.attributes.type = uint",
        "`Uint`",
        tests![integers::uint_has_four_bytes_or_where_it_needs_them_eight],
    ),
    row(
        "attribute-sets.attributes.type = sint",
        "`Sint`",
        tests![integers::sint_has_four_bytes_or_where_it_needs_them_eight],
    ),
    row("attribute-sets.attributes.type = u8", "`u8`", tests![integers::u8_is_one_byte]),
    row(
        "attribute-sets.attributes.type = u16",
        "`u16`",
        tests![integers::u16_is_two_bytes_in_host_order],
    ),
    row(
        "attribute-sets.attributes.type = u32",
        "`u32`",
        tests![integers::u32_is_four_bytes_in_host_order],
    ),
    row(
        "attribute-sets.attributes.type = u64",
        "`u64`; milliseconds of the kernel's own kind by a codec",
        tests![integers::u64_is_eight_bytes_in_host_order, integers::codec_says_what_no_type_says],
    ),
    row("attribute-sets.attributes.type = s8", "`i8`", tests![integers::s8_is_one_byte]),
    row(
        "attribute-sets.attributes.type = s16",
        "`i16`",
        tests![integers::s16_is_two_bytes_in_host_order],
    ),
    row(
        "attribute-sets.attributes.type = s32",
        "`i32`",
        tests![integers::s32_is_four_bytes_in_host_order],
    ),
    row(
        "attribute-sets.attributes.type = s64",
        "`i64`",
        tests![integers::s64_is_eight_bytes_in_host_order],
    ),
    row(
        "attribute-sets.attributes.type = string",
        "`&'a CStr`",
        tests![
            strings::string_ends_with_a_nul_that_must_be_there,
            strings::largest_length_of_a_string_does_not_count_its_nul,
        ],
    ),
    row(
        "attribute-sets.attributes.type = nest",
        "a derived struct; `Box<T>` or `Vec<T>` of itself; `Lazy<'a, T>`",
        tests![
            nests::nest_is_a_struct_within_a_struct,
            nests::nest_misses_what_it_requires_where_its_payload_begins,
            nests::nest_is_flagged_which_only_strict_readers_ask_for,
            nests::nest_may_have_itself_in_it,
            nests::nest_can_be_parsed_on_request,
        ],
    ),
    row(
        "attribute-sets.attributes.type = indexed-array",
        "`Indexed<'a, T>`",
        tests![
            arrays::indexed_array_of_nests_keeps_numbers_and_order,
            arrays::indexed_array_numbers_what_is_written_from_one,
            arrays::violation_in_an_indexed_array_is_reported_with_its_index,
            arrays::indexed_array_of_scalars_has_them_as_payloads,
            arrays::array_and_its_nests_have_room_for_a_header_or_are_empty,
            arrays::array_is_flagged_as_nested_and_its_scalars_are_not,
        ],
    ),
    row(
        "attribute-sets.attributes.type = nest-type-value",
        "`Indexed<'a, T>`, whose `entries` give the numbers",
        tests![arrays::nest_type_value_is_an_array_whose_numbers_mean_something],
    ),
    row(
        "attribute-sets.attributes.type = sub-message",
        "an enum with `#[netlink(key = …)]` variants",
        tests![
            submessages::sub_message_is_what_its_selector_names,
            submessages::sub_message_that_its_selector_does_not_name_is_not_written,
            submessages::violation_in_a_sub_message_is_reported_with_its_variant,
        ],
    ),
    row(
        "attribute-sets.attributes.type-value",
        "`Indexed` once for each name: `Indexed<'a, Indexed<'a, T>>`; on an integer `Indexed<'a, u64>`",
        tests![
            arrays::nest_type_value_of_two_levels_is_an_array_of_arrays,
            arrays::violation_two_levels_deep_is_reported_with_both_indexes,
            arrays::type_value_of_an_integer_is_a_number_and_a_value,
        ],
    ),
    nothing("attribute-sets.attributes.byte-order", "one of the two below"),
    row(
        "attribute-sets.attributes.byte-order = little-endian",
        "`Le<u32>`",
        tests![integers::little_endian_integers_are_the_same_bytes_on_every_machine],
    ),
    row(
        "attribute-sets.attributes.byte-order = big-endian",
        "`Be<u32>`; nothing on `binary`",
        tests![
            integers::big_endian_integers_are_the_same_bytes_on_every_machine,
            binary::byte_order_of_bytes_has_no_effect,
        ],
    ),
    row(
        "attribute-sets.attributes.multi-attr",
        "`Repeated<'a, T>`, or `Vec<T>`",
        tests![
            nests::multi_attr_of_nests_keeps_all_in_their_order,
            nests::multi_attr_of_values_holds_each_to_the_rules,
            nests::multi_attr_may_not_come_at_all,
            structs::structs_may_come_several_times_or_without_gaps_in_one_attribute,
        ],
    ),
    row(
        "attribute-sets.attributes.nested-attributes",
        "the struct that is the field's type",
        tests![
            nests::nest_is_a_struct_within_a_struct,
            arrays::indexed_array_of_nests_keeps_numbers_and_order,
            arrays::nest_type_value_of_two_levels_is_an_array_of_arrays,
        ],
    ),
    row(
        "attribute-sets.attributes.enum",
        "the enum is the field's type; its wire type with `#[netlink(wire = Be<u32>)]`",
        tests![
            definitions::enum_may_be_any_integer_on_the_wire,
            definitions::enum_may_be_the_value_of_each_of_many,
        ],
    ),
    row(
        "attribute-sets.attributes.enum-as-flags",
        "a newtype with `#[netlink(mask = …)]`, of an integer in either byte order or of `Bitfield32`",
        tests![
            definitions::enum_as_flags_is_a_newtype_with_the_bits_of_its_values,
            definitions::enum_as_flags_may_be_a_bitfield,
        ],
    ),
    nothing(
        "attribute-sets.attributes.checks",
        "any of those below, on one side with `emit(…)` or `parse(…)`",
    ),
    row(
        "attribute-sets.attributes.checks.flags-mask",
        "`mask = ALL`",
        tests![
            checks::mask_is_the_bits_of_a_flags_definition,
            checks::mask_of_a_bitfield_holds_its_value_and_its_selector,
        ],
    ),
    row(
        "attribute-sets.attributes.checks.min",
        "`range = MIN..`",
        tests![
            checks::smallest_value_holds_on_both_sides,
            checks::smallest_and_largest_together_are_one_range,
            checks::check_may_bind_requests_or_replies_alone,
        ],
    ),
    row(
        "attribute-sets.attributes.checks.max",
        "`range = ..=MAX`, where `MAX` is a number, a constant, or `u32::MAX`",
        tests![
            checks::largest_value_holds_on_both_sides,
            checks::smallest_and_largest_together_are_one_range,
            checks::check_may_bind_requests_or_replies_alone,
        ],
    ),
    row(
        "attribute-sets.attributes.checks.min-len",
        "`len = MIN..`, in bytes also for an array",
        tests![
            binary::smallest_length_holds_on_both_sides,
            binary::length_of_an_array_is_counted_in_bytes,
        ],
    ),
    row(
        "attribute-sets.attributes.checks.max-len",
        "`len = ..=MAX`; a string's without its NUL",
        tests![
            binary::largest_length_holds_on_both_sides,
            strings::largest_length_of_a_string_does_not_count_its_nul,
            strings::string_that_may_be_unterminated_is_read_either_way_and_written_with_its_nul,
        ],
    ),
    row(
        "attribute-sets.attributes.checks.exact-len",
        "`len = LEN`, `[u8; LEN]`, or a type that has that length; of a string: `&'a [u8]`",
        tests![
            binary::exact_length_holds_on_both_sides,
            binary::exact_length_may_be_that_of_the_type,
            strings::exact_length_of_a_string_is_that_of_its_bytes,
            structs::struct_may_be_asked_to_have_just_its_size,
            arrays::sub_type_binary_with_an_exact_length_is_an_address,
        ],
    ),
    row(
        "attribute-sets.attributes.checks.unterminated-ok",
        "`&'a str`; `Raw<'a, &'a str>` where a missing NUL must stay missing",
        tests![
            strings::string_that_may_be_unterminated_is_read_either_way_and_written_with_its_nul,
            strings::missing_nul_survives_where_the_bytes_are_kept,
        ],
    ),
    row(
        "attribute-sets.attributes.sub-type as attribute-sets.attributes.type",
        "of `indexed-array` the `T` of `Indexed<'a, T>`; of `binary` the `T` of `&'a [T]`",
        tests![
            arrays::indexed_array_of_nests_keeps_numbers_and_order,
            arrays::indexed_array_of_scalars_has_them_as_payloads,
            arrays::sub_type_u32_in_network_byte_order_is_an_address,
            arrays::sub_type_binary_with_an_exact_length_is_an_address,
            binary::sub_type_of_binary_is_an_array_of_integers,
        ],
    ),
    row(
        "attribute-sets.attributes.display-hint as definitions.members.display-hint",
        "`u32` or bytes, `Mac`, `Ipv4Addr`, `Ipv6Addr`, `IpAddr`, `[u8; 16]`",
        tests![
            binary::hint_hex_is_for_display,
            binary::hint_mac_is_a_hardware_address,
            binary::hint_fddi_is_a_hardware_address_of_six_bytes,
            binary::hint_ipv4_is_an_address_or_an_integer,
            binary::hint_ipv6_is_an_address,
            binary::hint_ipv4_or_v6_is_an_address_whose_length_says_which,
            binary::hint_uuid_is_sixteen_bytes,
        ],
    ),
    row(
        "attribute-sets.attributes.struct",
        "the structure is the field's type, borrowed or by value; `&'a [T]` of several without gaps",
        tests![
            structs::struct_may_be_borrowed,
            structs::struct_may_be_longer_than_ours_and_not_shorter,
            structs::struct_may_be_asked_to_have_just_its_size,
            structs::structs_may_come_several_times_or_without_gaps_in_one_attribute,
        ],
    ),
    row(
        "attribute-sets.attributes.sub-message",
        "the enum that is the field's type",
        tests![submessages::sub_message_is_what_its_selector_names],
    ),
    row(
        "attribute-sets.attributes.selector",
        "`select = kind`; in a set around: `select = super`; in the fixed header: `select = header.family`",
        tests![
            submessages::sub_message_is_what_its_selector_names,
            submessages::selector_may_be_an_integer,
            submessages::selector_may_be_an_enum_of_values,
            submessages::selector_may_stand_in_a_set_around,
            submessages::selector_may_stand_in_the_fixed_header,
            submessages::nearest_selector_counts,
            submessages::sub_message_chosen_from_around_is_checked_as_strictly_as_its_set,
        ],
    ),
    // ---- sub-messages ----
    row(
        "sub-messages",
        "`#[derive(Parse, Emit)] enum Data<'a>`",
        tests![submessages::sub_message_is_what_its_selector_names],
    ),
    nothing("sub-messages.name", IN_THE_SPECIFICATION),
    row(
        "sub-messages.formats",
        "a variant for each; `#[netlink(other)] Other(&'a [u8])` for what has none",
        tests![
            submessages::sub_message_is_what_its_selector_names,
            submessages::format_without_a_variant_of_its_own_keeps_the_bytes,
        ],
    ),
    row(
        "sub-messages.formats.value",
        "`#[netlink(key = \"vlan\")]`, or a number: `#[netlink(key = COUNTER)]`",
        tests![
            submessages::sub_message_is_what_its_selector_names,
            submessages::selector_may_be_an_integer,
        ],
    ),
    row(
        "sub-messages.formats.fixed-header",
        "the variant's type: a structure, or a set with a field `#[netlink(header)]`",
        tests![
            submessages::fixed_header_may_be_all_of_a_format,
            submessages::fixed_header_may_stand_before_the_attributes_of_a_format,
        ],
    ),
    row(
        "sub-messages.formats.attribute-set",
        "the variant's type: a set",
        tests![
            submessages::sub_message_is_what_its_selector_names,
            submessages::fixed_header_may_stand_before_the_attributes_of_a_format,
        ],
    ),
    // ---- operations ----
    nothing("operations", "the list of them"),
    nothing("operations.enum-model", "one of the two below"),
    row(
        "operations.enum-model = unified",
        "request and reply with the same `command`",
        tests![operations::request_names_its_reply_in_a_unified_model],
    ),
    row(
        "operations.enum-model = directional",
        "request and reply each with a number of their own",
        tests![operations::request_and_reply_have_numbers_of_their_own_in_a_directional_model],
    ),
    nothing("operations.name-prefix", IN_C),
    nothing("operations.enum-name", IN_C),
    nothing("operations.async-prefix", IN_C),
    nothing("operations.async-enum", IN_C),
    row(
        "operations.fixed-header",
        "`#[netlink(header)] header: H` in every message of the family",
        tests![operations::fixed_header_of_an_operation_is_a_field],
    ),
    row(
        "operations.list",
        "a struct for each message; one enum for all that may come",
        tests![
            operations::messages_of_a_protocol_are_distinguished_by_their_types,
            operations::notifications_and_events_are_variants_of_one_enum,
        ],
    ),
    nothing("operations.list.name", IN_THE_SPECIFICATION),
    nothing("operations.list.doc", FOR_PEOPLE),
    row(
        "operations.list.value",
        "`#[netlink(message = TYPE)]`, `#[netlink(family = …, command = CMD)]`",
        tests![
            operations::family_command_and_version_make_a_message,
            operations::fixed_header_of_an_operation_is_a_field,
        ],
    ),
    row(
        "operations.list.attribute-set",
        "the fields of the message's struct",
        tests![operations::family_command_and_version_make_a_message],
    ),
    nothing("operations.list.flags", "one of those below"),
    nothing("operations.list.flags = admin-perm", "who may ask: the kernel answers `EPERM`"),
    nothing("operations.list.flags = uns-admin-perm", "who may ask: the kernel answers `EPERM`"),
    nothing(
        "operations.list.config-cond",
        "whether the kernel was built with it: it answers `EOPNOTSUPP`",
    ),
    row(
        "operations.list.dont-validate",
        "the level that a message is read at: `parse_at(Level::…)`",
        tests![operations::operation_that_is_not_validated_strictly_is_read_liberally],
    ),
    row(
        "operations.list.dont-validate = strict",
        "`Level::LIBERAL` where others have `Level::STRICT`",
        tests![operations::operation_that_is_not_validated_strictly_is_read_liberally],
    ),
    row(
        "operations.list.dont-validate = dump",
        "the same, of the request for a dump",
        tests![operations::operation_that_is_not_validated_strictly_is_read_liberally],
    ),
    row(
        "operations.list.dont-validate = dump-strict",
        "the same, of the request for a dump",
        tests![operations::operation_that_is_not_validated_strictly_is_read_liberally],
    ),
    row(
        "operations.list.fixed-header",
        "`#[netlink(header)] header: H`",
        tests![
            operations::fixed_header_of_an_operation_is_a_field,
            structs::fixed_header_is_before_the_attributes_and_is_padded,
        ],
    ),
    row(
        "operations.list.do",
        "a request type, sent without `MessageFlags::DUMP`",
        tests![operations::do_and_dump_differ_in_the_flags_of_the_header],
    ),
    row(
        "operations.list.do.request",
        "`#[netlink(family = …, command = …, reply = Device)] struct Get`",
        tests![operations::request_names_its_reply_in_a_unified_model],
    ),
    row(
        "operations.list.do.request.attributes",
        "the fields of the request's own struct",
        tests![operations::lists_of_attributes_are_structs_of_their_own],
    ),
    row(
        "operations.list.do.request.value",
        "the number in the request's own `message = …` or `command = …`",
        tests![operations::request_and_reply_have_numbers_of_their_own_in_a_directional_model],
    ),
    row(
        "operations.list.do.reply as operations.list.do.request",
        "a struct of its own, which the request names: `reply = Device`",
        tests![
            operations::request_names_its_reply_in_a_unified_model,
            operations::lists_of_attributes_are_structs_of_their_own,
            operations::request_and_reply_have_numbers_of_their_own_in_a_directional_model,
        ],
    ),
    nothing("operations.list.do.pre", IN_THE_KERNEL),
    nothing("operations.list.do.post", IN_THE_KERNEL),
    row(
        "operations.list.dump as operations.list.do",
        "a request type, sent with `MessageFlags::DUMP`: `Connection::dump`",
        tests![
            operations::do_and_dump_differ_in_the_flags_of_the_header,
            operations::lists_of_attributes_are_structs_of_their_own,
        ],
    ),
    row(
        "operations.list.notify",
        "a variant with the type of the reply: `#[netlink(command = 3)] Changed(Device)`",
        tests![operations::notifications_and_events_are_variants_of_one_enum],
    ),
    row(
        "operations.list.event",
        "a variant with a type of its own: `#[netlink(command = 9)] Gone(Gone)`",
        tests![operations::notifications_and_events_are_variants_of_one_enum],
    ),
    row(
        "operations.list.event.attributes",
        "the fields of the event's struct",
        tests![operations::notifications_and_events_are_variants_of_one_enum],
    ),
    nothing("operations.list.mcgrp", "over which group it comes: that is joined, not declared"),
    // ---- multicast groups ----
    nothing("mcast-groups", "the list of them"),
    nothing("mcast-groups.list", "the list of them"),
    nothing(
        "mcast-groups.list.name",
        "what the controller of generic netlink is asked for the number by",
    ),
    nothing("mcast-groups.list.c-define-name", IN_C),
    nothing(
        "mcast-groups.list.flags as operations.list.flags",
        "who may join: the kernel answers `EPERM`",
    ),
    row(
        "mcast-groups.list.value",
        "`Group::new(number)`, which a socket joins",
        tests![operations::number_of_a_multicast_group_is_what_a_socket_joins],
    ),
];

fn schema() -> Vec<&'static str> {
    SCHEMA.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}

#[test]
fn nothing_of_the_schema_is_left_without_a_row() {
    let rows: HashSet<_> = ROWS.iter().map(|row| row.item).collect();
    let left: Vec<_> = schema().into_iter().filter(|item| !rows.contains(item)).collect();
    assert!(left.is_empty(), "no row for {left:#?}");
}

#[test]
fn rows_are_about_what_the_schema_has_and_each_about_something_else() {
    let mut schema: HashSet<_> = schema().into_iter().collect();
    for row in ROWS {
        assert!(schema.remove(row.item), "not in the schema, or here twice: {}", row.item);
    }
}

#[test]
fn rows_say_something_and_name_tests_that_are_run() {
    let list = Command::new(env::current_exe().unwrap())
        .args(["--list", "--format", "terse"])
        .output()
        .unwrap();
    let list = String::from_utf8(list.stdout).unwrap();
    let tests: HashSet<_> = list.lines().filter_map(|line| line.strip_suffix(": test")).collect();
    for row in ROWS {
        match row.says {
            Says::Declared(declaration, shown_by) => {
                assert!(!declaration.is_empty() && !shown_by.is_empty(), "{}", row.item);
                for test in shown_by {
                    let name = test.name.replace(' ', "");
                    assert!(tests.contains(&*name), "{}: no test `{name}`", row.item);
                }
            }
            Says::Nothing(why) => assert!(!why.is_empty(), "{}", row.item),
        }
    }
}
