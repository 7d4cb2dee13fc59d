//! Exchanges with any order, loss or damage of the replies.

use arbitrary::{Result, Unstructured};
use netlink_core::{
    Ack, Errno, MessageFlags, MessageHeader, Messages, RawMessage, Writer,
    conversation::{Answer, Event, Exchange},
    header::{DONE, ERROR, HEADER_LEN, MIN_TYPE, NOOP, OVERRUN},
};

/// Plays a script: messages of all kinds for two exchanges and for others, in any order and number,
/// some of them twice, damaged or cut; and compares what the exchanges say of them with what the
/// short description of the protocol says.
///
/// # Panics
///
/// If they differ, or if an exchange is disturbed by what is not its own.
pub fn conversation(script: &[u8]) {
    let mut script = Unstructured::new(script);
    let answer = |number: u8| [Answer::Ack, Answer::Reply, Answer::Dump][usize::from(number % 3)];
    let answers: [u8; 2] = script.arbitrary().unwrap_or_default();
    let [first, second] = answers.map(answer);
    let mut sides = [Side::new(7, first), Side::new(8, second)];
    let mut datagram = Datagram::new();
    // A script that has run out has said all that it has to say.
    while let Ok(true) = datagram.fill(&mut script) {
        for message in Messages::new(datagram.bytes()).map_while(core::result::Result::ok) {
            sides.iter_mut().for_each(|side| side.accept(&message));
        }
    }
}

/// An exchange with what is known of it by simpler means.
struct Side {
    exchange: Exchange,
    /// Sees its own messages only.
    alone: Exchange,
    answer: Answer,
    over: bool,
    interrupted: bool,
}

impl Side {
    const fn new(sequence: u32, answer: Answer) -> Self {
        let exchange = Exchange::new(sequence, answer);
        Self {
            exchange,
            alone: Exchange::new(sequence, answer),
            answer,
            over: false,
            interrupted: false,
        }
    }

    fn accept(&mut self, message: &RawMessage<'_>) {
        let said = outcome(self.exchange.accept(message));
        let own = message.header().sequence == self.exchange.sequence();
        if own {
            assert_eq!(outcome(self.alone.accept(message)), said, "it was disturbed");
        }
        let expected = if own && !self.over { self.meaning(message) } else { Outcome::Foreign };
        assert_eq!(said, expected, "{:?} to {:?}", message.header(), self.answer);
        assert_eq!(self.exchange.is_over(), self.over);
        assert_eq!(self.exchange.is_interrupted(), self.interrupted);
    }

    /// What a message of its own means, by the protocol.
    fn meaning(&mut self, message: &RawMessage<'_>) -> Outcome {
        let header = message.header();
        self.interrupted |= header.flags.contains(MessageFlags::DUMP_INTR);
        match header.ty {
            // Type 0 is not one of netlink's own.
            0 | MIN_TYPE.. => {
                let several = header.flags.contains(MessageFlags::MULTI);
                self.over = self.answer == Answer::Reply && !several;
                Outcome::Reply
            }
            ERROR | DONE => {
                self.over = true;
                match Ack::parse(message) {
                    Ok(ack) => ack.errno().map_or(Outcome::Finished, Outcome::Failed),
                    Err(_) => Outcome::Cut,
                }
            }
            OVERRUN => Outcome::Overrun,
            _ => Outcome::Nothing,
        }
    }
}

#[derive(Debug, PartialEq)]
enum Outcome {
    Foreign,
    Nothing,
    Reply,
    Overrun,
    Finished,
    Failed(Errno),
    Cut,
}

fn outcome(event: core::result::Result<Event<'_>, netlink_core::ParseError>) -> Outcome {
    match event {
        Ok(Event::Foreign) => Outcome::Foreign,
        Ok(Event::Nothing) => Outcome::Nothing,
        Ok(Event::Reply) => Outcome::Reply,
        Ok(Event::Overrun) => Outcome::Overrun,
        Ok(Event::Finished(ack)) => {
            assert_eq!(ack.errno(), None);
            Outcome::Finished
        }
        Ok(Event::Failed(ack)) => Outcome::Failed(ack.errno().expect("a failure has a number")),
        Err(_) => Outcome::Cut,
    }
}

/// Messages that arrive together.
struct Datagram {
    buffer: [u8; 1024],
    len: usize,
}

impl Datagram {
    const fn new() -> Self {
        Self { buffer: [0; 1024], len: 0 }
    }

    fn bytes(&self) -> &[u8] {
        &self.buffer[..self.len]
    }

    /// Another datagram by the script; whether there is one.
    fn fill(&mut self, script: &mut Unstructured<'_>) -> Result<bool> {
        self.len = 0;
        // Where the last message begins.
        let mut last = 0;
        for _ in 0..16 {
            if script.is_empty() {
                break;
            }
            match script.arbitrary::<u8>()? % 8 {
                0..4 => {
                    last = self.len;
                    self.append(script)?;
                }
                4 => self.repeat(last),
                5 => self.damage(last, script.arbitrary()?, script.arbitrary()?),
                6 => {
                    self.len -= usize::from(script.arbitrary::<u8>()? % 64).min(self.len);
                    last = last.min(self.len);
                }
                _ => break,
            }
        }
        Ok(self.len > 0 || !script.is_empty())
    }

    fn append(&mut self, script: &mut Unstructured<'_>) -> Result<()> {
        let [kind, flags, sequence, len] = script.arbitrary::<[u8; 4]>()?;
        let types = [0, MIN_TYPE, 0x501, NOOP, ERROR, ERROR, DONE, OVERRUN, 5, u16::MAX];
        let header = MessageHeader {
            sequence: [7, 8, 7, 8, 0, 9, u32::MAX, 7][usize::from(sequence % 8)],
            ..MessageHeader::new(types[usize::from(kind) % types.len()], MessageFlags(flags.into()))
        };
        let body = script.bytes(usize::from(len % 40).min(script.len()))?;
        let mut writer = Writer::new(&mut self.buffer[self.len..]);
        // A datagram that is full is not changed.
        if writer.message(header, |writer| writer.bytes(body)).is_ok() {
            self.len += writer.len();
        }
        Ok(())
    }

    fn repeat(&mut self, last: usize) {
        let end = self.len + (self.len - last);
        if end <= self.buffer.len() {
            self.buffer.copy_within(last..self.len, self.len);
            self.len = end;
        }
    }

    fn damage(&mut self, last: usize, place: u8, with: u8) {
        let end = self.len.min(last + HEADER_LEN + 16);
        if let Some(byte) = self.buffer[last..end].get_mut(usize::from(place % 32)) {
            *byte ^= with;
        }
    }
}
