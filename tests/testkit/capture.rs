use std::panic;

use netlink_tests::capture::Capture;

const NLMSG_DONE: u16 = 3;

/// The only one that was recorded without its end.
const WITHOUT_DONE: &str = "ethtool-channels";

/// The table of `captures/README.md`: messages without `NLMSG_DONE`, datagrams, bytes of the file.
const TABLE: &str = include_str!("../captures/README.md");

#[test]
fn files_hold_what_their_table_says() {
    let described: Vec<Vec<&str>> = TABLE
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|row| row.split('|').map(str::trim).filter(|cell| !cell.is_empty()).collect())
        .collect();
    let found: Vec<Vec<String>> = Capture::load_all().iter().map(row).collect();
    assert_eq!(described.len(), found.len());
    for row in &found {
        let described = described.iter().find(|described| described[0] == row[0]).unwrap();
        assert_eq!(described[2..], row[1..], "{}", row[0]);
    }
}

#[test]
fn nothing_follows_the_end_of_a_dump() {
    for capture in Capture::load_all() {
        let types: Vec<u16> = capture.datagrams().flat_map(types).collect();
        let (last, others) = types.split_last().unwrap();
        assert_eq!(*last == NLMSG_DONE, capture.name() != WITHOUT_DONE, "{}", capture.name());
        assert!(!others.contains(&NLMSG_DONE), "{}", capture.name());
    }
}

#[test]
fn missing_file_is_named() {
    let panic = panic::catch_unwind(|| Capture::load("no-such-capture")).unwrap_err();
    assert!(panic.downcast::<String>().unwrap().contains("no-such-capture.cap"));
}

fn row(capture: &Capture) -> Vec<String> {
    let messages = capture.datagrams().flat_map(types).filter(|t| *t != NLMSG_DONE).count();
    let bytes: usize = capture.datagrams().map(|datagram| 4 + datagram.len()).sum();
    let name = format!("`{}.cap`", capture.name());
    [name, messages.to_string(), capture.datagrams().count().to_string(), bytes.to_string()].into()
}

/// The types of a datagram's messages. By hand: the files are checked before anything else can be.
fn types(mut datagram: &[u8]) -> Vec<u16> {
    let mut types = Vec::new();
    while !datagram.is_empty() {
        let length = u32::from_le_bytes(datagram[..4].try_into().unwrap()) as usize;
        types.push(u16::from_le_bytes(datagram[4..6].try_into().unwrap()));
        datagram = &datagram[length.next_multiple_of(4)..];
    }
    types
}
