//! What users of other libraries complain of, provoked with a live kernel.
//!
//! | symptom | test |
//! |---|---|
//! | a program hangs because the end of a dump was not recognised where it stood | [`dumps::the_end_of_a_dump_is_seen_alone_and_behind_the_last_answers`] |
//! | an interrupted dump is taken for whole, or thrown away, or not repeated | [`dumps::an_interrupted_dump_gives_its_results_and_says_so`], [`dumps::a_dump_that_is_interrupted_is_collected_again_up_to_a_bound`] |
//! | an error at the end of a dump is not noticed, or without the kernel's text | [`dumps::a_dump_that_is_refused_says_why_and_names_the_field`] |
//! | a second dump on a socket fails with `EBUSY` | [`dumps::a_second_dump_that_others_begin_on_the_socket_is_busy_and_does_no_harm`], `killed` |
//! | answers longer than the receive buffer are cut, or lost, unnoticed | [`sizes::a_message_of_more_than_64_kib_is_received_whole`], [`sizes::dumps_come_in_datagrams_of_32_kib`] |
//! | `ENOBUFS` ends the program, is swallowed, or makes every later request hang | [`losses::a_request_whose_answer_was_lost_is_sent_again_after_the_socket_was_read_empty`], [`losses::requests_that_must_not_be_repeated_have_an_unknown_outcome_and_the_connection_stays_usable`], `floods`, `batches` |
//! | unread acknowledgements are taken for those of later requests | [`losses::unread_answers_are_not_taken_for_those_of_later_requests`] |
//! | requests and notifications on one socket disturb each other | [`losses::events_on_the_socket_of_a_connection_do_not_disturb_its_requests`], [`losses::a_watch_lists_and_listens_on_two_sockets`] |
//! | a port id that is the process id is taken already | [`senders::a_port_id_that_is_taken_does_not_prevent_connecting`] |
//! | a message of another process is taken for the kernel's, or ends the program | [`senders::others_cannot_send_to_a_connection`], [`senders::what_others_multicast_into_a_group_is_left_out`], `conversation` |
//! | a receive that waits keeps others from sending | [`senders::one_half_sends_while_the_other_one_waits`] |
//! | a commit was executed, and reading its acknowledgements fails forever | `transactions` |
//! | the extended acknowledgement is looked for at the wrong offset | [`sizes::what_the_kernel_says_is_found_behind_requests_of_any_length`], `refusals` |
//! | memory grows with the table that is dumped | `killed::a_million_routes_are_dumped_in_constant_memory` |
//! | answers carry another sequence number than the request | `conversation::what_another_process_sends_is_never_taken_for_the_kernels_answer` |

mod dumps;
mod losses;
mod senders;
mod sizes;
