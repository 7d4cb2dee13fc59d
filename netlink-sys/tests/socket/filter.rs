//! Classic BPF programs.

use netlink_sys::{Instruction, RecvFlags};

use crate::support::{Lack, errno, message, messages, pair, skip, usersock};

/// Lets through datagrams whose first message is of this type.
fn only(kind: u16) -> [Instruction; 4] {
    [
        Instruction::load_u16(4),
        Instruction::jump_if_equal(u32::from(u16::from_be(kind)), 0, 1),
        Instruction::accept(),
        Instruction::drop(),
    ]
}

#[test]
fn a_filter_drops_what_it_does_not_accept() {
    let (one, two) = pair();
    let to = two.local_addr().unwrap();
    two.attach_filter(&only(0x1234)).unwrap();
    one.send_to(&message(0x1111, 0, 1, &[]), to).unwrap();
    one.send_to(&message(0x1234, 0, 2, &[5; 100]), to).unwrap();
    one.send_to(b"shorter", to).unwrap();
    let mut buffer = [0; 256];
    let received = two.recv(&mut buffer).unwrap();
    assert_eq!(messages(received.bytes(&buffer).unwrap()), [(0x1234, 2)]);
    assert_eq!(received.complete(), Ok(116), "accepted whole");
    assert!(two.recv_with(&mut buffer, RecvFlags::DONT_WAIT).unwrap_err().is_would_block());

    two.detach_filter().unwrap();
    one.send_to(&message(0x1111, 0, 3, &[]), to).unwrap();
    let received = two.recv(&mut buffer).unwrap();
    assert_eq!(messages(received.bytes(&buffer).unwrap()), [(0x1111, 3)]);
    assert_eq!(errno(two.detach_filter()), libc::ENOENT);
}

#[test]
fn every_comparison_and_width_does_what_it_says() {
    let (one, two) = pair();
    let to = two.local_addr().unwrap();
    // First byte greater than 10, second one with bit 2, next four these.
    let program = [
        Instruction::load_u8(0),
        Instruction::jump_if_greater(10, 0, 5),
        Instruction::load_u8(1),
        Instruction::jump_if_any_set(4, 0, 3),
        Instruction::load_u32(2),
        Instruction::jump_if_equal(0x0102_0304, 0, 1),
        Instruction::accept(),
        Instruction::drop(),
    ];
    two.attach_filter(&program).unwrap();
    let accepted = [11, 6, 1, 2, 3, 4];
    for dropped in [[10, 6, 1, 2, 3, 4], [11, 3, 1, 2, 3, 4], [11, 6, 1, 2, 3, 5]] {
        one.send_to(&dropped, to).unwrap();
    }
    one.send_to(&accepted, to).unwrap();
    let mut buffer = [0; 16];
    assert_eq!(two.recv(&mut buffer).unwrap().bytes(&buffer).unwrap(), accepted);
}

#[test]
fn the_program_is_read_back() {
    let socket = usersock();
    assert_eq!(socket.filter().unwrap(), []);
    socket.attach_filter(&only(7)).unwrap();
    assert_eq!(socket.filter().unwrap(), only(7));
    // Attaching replaces.
    socket.attach_filter(&[Instruction::accept()]).unwrap();
    assert_eq!(socket.filter().unwrap(), [Instruction::accept()]);
}

#[test]
fn programs_that_are_not_valid_are_refused() {
    let socket = usersock();
    assert_eq!(errno(socket.attach_filter(&[])), libc::EINVAL);
    assert_eq!(errno(socket.attach_filter(&[Instruction::load_u8(0)])), libc::EINVAL);
    let long = vec![Instruction::accept(); 4097];
    assert_eq!(errno(socket.attach_filter(&long)), libc::EINVAL);
    let too_long = vec![Instruction::accept(); 65_537];
    assert_eq!(errno(socket.attach_filter(&too_long)), libc::EINVAL);
    // Memory for the options of a socket is limited, to 20 KiB before Linux 6.9.
    let longest = match socket.attach_filter(&long[..4096]) {
        Err(error) if error.raw_os_error() == libc::ENOMEM => {
            skip(Lack::Kernel, "no memory for the longest program: net.core.optmem_max");
            socket.attach_filter(&long[..1000]).unwrap();
            1000
        }
        attached => {
            attached.unwrap();
            4096
        }
    };
    assert_eq!(socket.filter().unwrap().len(), longest);
}

#[test]
fn a_locked_filter_stays() {
    let socket = usersock();
    socket.attach_filter(&only(7)).unwrap();
    assert!(!socket.filter_locked().unwrap());
    socket.lock_filter().unwrap();
    assert!(socket.filter_locked().unwrap());
    assert_eq!(errno(socket.detach_filter()), libc::EPERM);
    assert_eq!(errno(socket.attach_filter(&only(8))), libc::EPERM);
    assert_eq!(socket.filter().unwrap(), only(7));
}
