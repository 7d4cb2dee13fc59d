//! A stand-in as a transport: what is sent to it is handled, and what it answers is received.

use core::fmt;
use core::task::{Context, Poll, Waker};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard};

use netlink_core::{Errno, Messages, RawMessage};

use super::answer::{self, Response};
use super::family::Families;
use super::fault::{Fault, FaultPoint};
use super::handler::Handlers;
use super::nlctrl;
use super::queue::{self, Datagram, Queue};
use super::refusal::Refusal;
use super::{Kernel, lock};
use crate::connection::{Patience, Transport, TransportError};
use crate::error::{Result, SocketError};
use crate::{Protocol, ReceiveBuffer, Received};

type Faults = dyn FnMut(FaultPoint) -> Option<Fault> + Send;

/// What there is behind the lock. It is not held while a function of the test runs.
pub(super) struct State {
    protocol: Protocol,
    pub(super) handlers: Handlers,
    pub(super) faults: Option<Arc<Mutex<Faults>>>,
    pub(super) families: Families,
    /// What answers the next requests, datagram by datagram, instead of anything else.
    pub(super) script: Option<VecDeque<Vec<Vec<u8>>>>,
    pub(super) end_coalesced: bool,
    pub(super) queue: Queue,
    pub(super) requests: Vec<Vec<u8>>,
    sends: usize,
    receives: usize,
    /// How many more attempts to send, and to receive, are too early.
    send_delay: Option<u32>,
    receive_delay: Option<u32>,
    /// The task that waits for a datagram.
    waiting: Option<Waker>,
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("State")
            .field("protocol", &self.protocol)
            .field("handlers", &self.handlers)
            .field("families", &self.families)
            .field("queue", &self.queue)
            .field("requests", &self.requests.len())
            .field("sends", &self.sends)
            .field("receives", &self.receives)
            .finish_non_exhaustive()
    }
}

impl State {
    pub(super) fn new(protocol: Protocol) -> Self {
        Self {
            protocol,
            handlers: Handlers::default(),
            faults: None,
            families: Families::default(),
            script: None,
            end_coalesced: false,
            queue: Queue::default(),
            requests: Vec::new(),
            sends: 0,
            receives: 0,
            send_delay: None,
            receive_delay: None,
            waiting: None,
        }
    }

    pub(super) fn push(&mut self, datagram: Datagram) {
        self.queue.push(datagram);
        if let Some(waiting) = self.waiting.take() {
            waiting.wake();
        }
    }

    fn answer_by_script(&mut self, request: &[u8]) {
        let sequence = RawMessage::split(request).map_or(0, |(first, _)| first.header().sequence);
        let answers = self.script.as_mut().and_then(VecDeque::pop_front).unwrap_or_default();
        for mut bytes in answers {
            answer::fill_in_sequence(&mut bytes, sequence);
            self.push(Datagram::of_kernel(bytes));
        }
    }

    /// What is answered without asking a function of the test's.
    fn answer_by_itself(
        &self,
        answer: &mut Response<'_>,
    ) -> Option<core::result::Result<(), Refusal>> {
        let ty = answer.request().header().ty;
        match self.protocol {
            _ if answer.is_dump() && self.queue.is_dumping() => Some(Err(Errno::EBUSY.into())),
            Protocol::GENERIC => nlctrl::answer(&self.families, answer),
            Protocol::NETFILTER if TRANSACTION.contains(&ty) => Some(Ok(())),
            _ => None,
        }
    }
}

/// `NFNL_MSG_BATCH_BEGIN` and `NFNL_MSG_BATCH_END`. Header: `linux/netfilter/nfnetlink.h`.
const TRANSACTION: [u16; 2] = [0x10, 0x11];

/// What came of an attempt to receive.
enum Attempt {
    Done(Result<Received>),
    /// There is something, but not yet.
    TooEarly,
    Nothing,
}

impl Kernel {
    /// Handles a datagram, message by message, as a kernel does it during the send.
    fn handle(&self, datagram: &[u8]) {
        let mut state = self.lock();
        state.requests.push(datagram.to_vec());
        if state.script.is_some() {
            return state.answer_by_script(datagram);
        }
        for request in Messages::new(datagram).map_while(core::result::Result::ok) {
            let mut answer = Response::new(request, state.protocol, state.families.clone());
            let result = match state.answer_by_itself(&mut answer) {
                Some(result) => result,
                None => match state.handlers.find(&state.families, &request) {
                    Some(call) => {
                        drop(state);
                        let result = lock(&call)(&request, &mut answer);
                        state = self.lock();
                        result
                    }
                    None => Err(Refusal::unhandled(&request, &state.families)),
                },
            };
            let is_dump = answer.is_dump();
            let datagrams = answer.finish(result, state.end_coalesced);
            let datagrams = datagrams.into_iter().map(Datagram::of_kernel);
            if is_dump {
                state.queue.push_dump(datagrams);
            } else {
                datagrams.for_each(|datagram| state.queue.push(datagram));
            }
        }
        if let Some(waiting) = state.waiting.take() {
            waiting.wake();
        }
    }

    /// What goes wrong now.
    fn fault<'k>(
        &'k self,
        state: MutexGuard<'k, State>,
        operation: FaultPoint,
    ) -> (MutexGuard<'k, State>, Option<Fault>) {
        let Some(faults) = state.faults.clone() else { return (state, None) };
        drop(state);
        let fault = lock(&faults)(operation);
        (self.lock(), fault)
    }

    /// Hands out the next datagram.
    fn receive(&self, buffer: &mut ReceiveBuffer) -> Attempt {
        buffer.clear();
        let mut state = self.lock();
        loop {
            if let Some(error) = state.queue.take_error() {
                return Attempt::Done(Err(error));
            }
            if state.queue.len() == 0 {
                return Attempt::Nothing;
            }
            let fault = match state.receive_delay.take() {
                None if state.queue.has_duplicate() => None,
                None => {
                    let operation = FaultPoint::Receive(state.receives);
                    state.receives = state.receives.saturating_add(1);
                    let fault;
                    (state, fault) = self.fault(state, operation);
                    fault
                }
                Some(0) => None,
                Some(left) => Some(Fault::Delay(left)),
            };
            match fault {
                Some(Fault::Delay(left)) if left > 0 => {
                    state.receive_delay = Some(left.saturating_sub(1));
                    return Attempt::TooEarly;
                }
                Some(Fault::Fail(errno)) => {
                    return Attempt::Done(Err(SocketError::new("receive", errno.0)));
                }
                Some(Fault::Lose) => {
                    state.queue.pop();
                    continue;
                }
                Some(Fault::Overrun) => {
                    state.queue.overrun();
                    continue;
                }
                Some(Fault::Duplicate) => state.queue.duplicate(),
                None | Some(Fault::Delay(_) | Fault::Truncate(_)) => {}
            }
            let most = match fault {
                Some(Fault::Truncate(len)) => len,
                _ => usize::MAX,
            };
            return match state.queue.pop() {
                Some(datagram) => Attempt::Done(Ok(datagram.receive(buffer, most))),
                None => Attempt::Nothing,
            };
        }
    }
}

impl Transport for Kernel {
    fn port_id(&self) -> Result<Option<u32>> {
        Ok(Some(Self::PORT_ID))
    }

    fn protocol(&self) -> Result<Protocol> {
        Ok(self.lock().protocol)
    }

    fn poll_send(
        &mut self,
        context: &mut Context<'_>,
        datagram: &[u8],
        _: &Patience,
    ) -> Poll<core::result::Result<(), TransportError>> {
        let mut state = self.lock();
        let fault = match state.send_delay.take() {
            None => {
                let operation = FaultPoint::Send(state.sends);
                state.sends = state.sends.saturating_add(1);
                let fault;
                (state, fault) = self.fault(state, operation);
                fault
            }
            Some(0) => None,
            Some(left) => Some(Fault::Delay(left)),
        };
        if let Some(Fault::Delay(left @ 1..)) = fault {
            state.send_delay = Some(left.saturating_sub(1));
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        drop(state);
        match fault {
            Some(Fault::Fail(errno)) => {
                return Poll::Ready(Err(SocketError::new("send", errno.0).into()));
            }
            Some(Fault::Lose) => {}
            Some(Fault::Duplicate) => {
                self.handle(datagram);
                self.handle(datagram);
            }
            Some(Fault::Overrun) => {
                self.handle(datagram);
                self.lock().queue.overrun();
            }
            Some(Fault::Truncate(len)) => self.handle(datagram.get(..len).unwrap_or(datagram)),
            None | Some(Fault::Delay(_)) => self.handle(datagram),
        }
        Poll::Ready(Ok(()))
    }

    fn poll_receive(
        &mut self,
        context: &mut Context<'_>,
        buffer: &mut ReceiveBuffer,
        patience: &Patience,
    ) -> Poll<core::result::Result<Received, TransportError>> {
        let attempt = self.receive(buffer);
        match attempt {
            Attempt::Done(result) => Poll::Ready(Ok(result?)),
            Attempt::TooEarly | Attempt::Nothing if patience.deadline().is_some() => {
                Poll::Ready(Err(TransportError::TimedOut))
            }
            Attempt::TooEarly => {
                context.waker().wake_by_ref();
                Poll::Pending
            }
            Attempt::Nothing => {
                let mut state = self.lock();
                state.waiting = Some(context.waker().clone());
                // Something may have come in between.
                if state.queue.len() > 0 {
                    context.waker().wake_by_ref();
                }
                Poll::Pending
            }
        }
    }

    fn try_receive(
        &mut self,
        buffer: &mut ReceiveBuffer,
        _: &Patience,
    ) -> Result<Option<Received>> {
        match self.receive(buffer) {
            Attempt::Done(result) => result.map(Some),
            Attempt::TooEarly | Attempt::Nothing => Ok(None),
        }
    }

    fn receive_capacity(&self) -> Result<usize> {
        Ok(self.lock().queue.capacity)
    }

    fn send_capacity(&self) -> Result<usize> {
        Ok(queue::DEFAULT_CAPACITY)
    }
}
