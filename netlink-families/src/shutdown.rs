//! Directions of a socket that are shut down. Header `linux/net.h`.

flags! {
    /// Directions that are shut down (`RCV_SHUTDOWN`, `SEND_SHUTDOWN`).
    Shutdown: u8 {
        RCV = 1, SEND = 2,
    }
}
