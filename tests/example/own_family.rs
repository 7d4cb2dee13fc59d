//! The example `own_family` against `ip mptcp`, and against its own stand-in.

use netlink_tests::example::example;
use netlink_tests::namespace::in_namespace;
use netlink_tests::skip::Skip;
use netlink_tests::tool::{Tool, tool};
use netlink_tests::{or_skip, partly_skip, skip};

fn own_family() -> Tool {
    Tool::at(example("netlink-sys", "own_family", &["stand-in"]))
}

#[test]
fn own_family_shows_and_changes_what_ip_shows() {
    in_namespace(|| {
        let (ip, own_family) = (or_skip!(tool("ip")), own_family());
        if let Err(failure) = ip.attempt(&["mptcp", "limits"], "") {
            skip!(Skip::kernel(failure.to_string()));
        }
        let shown = own_family.run("--add 127.0.0.2 --add ::1 --subflows 3");
        assert_eq!(ip.run("mptcp limits").trim(), "add_addr_accepted 0 subflows 3");
        let endpoints = ip.json("-j mptcp endpoint");
        let endpoints = endpoints.as_array().expect("an array");
        assert_eq!(endpoints.len(), 2);
        let expected = endpoints.iter().map(|endpoint| {
            let address = endpoint["address"].as_str().expect("text");
            format!("{address} id {} flags 0x0\n", endpoint["id"])
        });
        let expected: String = expected.collect();
        assert_eq!(shown, format!("accepted addresses 0, subflows 3\n{expected}"));

        ip.run("mptcp limits set add_addr_accepted 4 subflows 5");
        assert!(own_family.run("").starts_with("accepted addresses 4, subflows 5\n"));
    });
}

/// What a program is tested by without a kernel says what the kernel says.
#[test]
fn the_stand_in_of_own_family_does_what_the_kernel_does() {
    in_namespace(|| {
        let (ip, own_family) = (or_skip!(tool("ip")), own_family());
        if let Err(failure) = ip.attempt(&["mptcp", "limits"], "") {
            skip!(Skip::kernel(failure.to_string()));
        }
        ip.run("mptcp limits set subflows 2");
        for arguments in [&["--add", "127.0.0.2", "--subflows", "4"][..], &["--subflows", "9"]] {
            let with_stand_in = [&["--stand-in"][..], arguments].concat();
            let outcome = |arguments: &[&str]| {
                own_family.attempt(arguments, "").map_err(|failure| failure.stderr)
            };
            let kernel = outcome(arguments);
            // The stand-in is Linux 6.18. Others have a higher maximum, or do not name it and the attribute.
            let refused = "own_family: EINVAL (invalid argument): limit greater than maximum, in";
            let other_limit = match &kernel {
                Ok(_) => true,
                Err(error) => error.starts_with(refused),
            };
            if arguments == ["--subflows", "9"] && other_limit {
                partly_skip!(Skip::kernel(format!("another limit of subflows: {kernel:?}")));
                continue;
            }
            assert_eq!(outcome(&with_stand_in), kernel, "{arguments:?}");
        }
    });
}

#[test]
fn own_family_needs_no_kernel() {
    let own_family = own_family();
    assert_eq!(
        own_family.run("--stand-in --add 192.0.2.1 --add 2001:db8::1 --subflows 8"),
        "accepted addresses 0, subflows 8\n192.0.2.1 id 1 flags 0x0\n2001:db8::1 id 2 flags 0x0\n",
    );
    let arguments = ["--stand-in", "--subflows", "9"];
    let failure = own_family.attempt(&arguments, "").expect_err("refused");
    assert_eq!(
        failure.stderr,
        "own_family: EINVAL (invalid argument): limit greater than maximum (8), in Limits.subflows\n",
    );
}
