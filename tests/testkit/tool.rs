use netlink_tests::{
    namespace::in_namespace,
    or_skip,
    skip::Lack,
    tool::{Tool, tool},
};

#[test]
fn tool_that_is_not_installed_is_a_reason_to_skip() {
    let skip = tool("no-such-program").unwrap_err();
    assert_eq!(skip.lack(), Lack::Tool);
    assert_eq!(skip.to_string(), "`no-such-program` is not installed");
}

#[test]
fn failure_tells_command_status_and_error_output() {
    let failure = sh().attempt(&["-c", "echo no good >&2; exit 3"], "").unwrap_err();
    assert_eq!(
        failure.to_string(),
        "`sh -c echo no good >&2; exit 3` failed, exit status: 3: no good"
    );
}

#[test]
#[should_panic(expected = "`sh no-such-script` failed, exit status: ")]
fn failure_panics_unless_it_is_expected() {
    sh().run("no-such-script");
}

#[test]
#[should_panic(expected = "printed no JSON")]
fn other_output_is_not_taken_for_json() {
    tool("uname").expect("every system has uname").json("-s");
}

#[test]
fn input_longer_than_a_pipe_holds_is_passed() {
    let input = "0123456789abcdef".repeat(1 << 16);
    assert!(or_skip!(tool("cat")).feed("", &input) == input);
}

#[test]
fn input_that_is_not_read_does_no_harm() {
    or_skip!(tool("true")).feed("", &"0123456789abcdef".repeat(1 << 16));
}

#[test]
fn kind_of_link_that_the_kernel_does_not_know_is_a_reason_to_skip() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        let skip = ip.run_where_supported("link add x type nosuchkind").unwrap_err();
        assert_eq!(skip.lack(), Lack::Kernel);
        assert!(skip.to_string().contains("Unknown device type"), "{skip}");
    });
}

#[test]
fn kind_of_qdisc_that_the_kernel_does_not_know_is_a_reason_to_skip() {
    in_namespace(|| {
        let tc = or_skip!(tool("tc"));
        let skip = tc.run_where_supported("qdisc add dev lo root nosuchkind").unwrap_err();
        assert_eq!(skip.lack(), Lack::Kernel);
    });
}

#[test]
#[should_panic(expected = "`ls /no/such/file` failed")]
fn other_failure_is_not_taken_for_a_lack_of_the_kernel() {
    let ls = tool("ls").expect("every system has ls");
    let _ = ls.run_where_supported("/no/such/file");
}

fn sh() -> Tool {
    tool("sh").expect("every system has a shell")
}
