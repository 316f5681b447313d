//! What the store of nonces in memory costs: the time for each of two million, and the memory.

use std::hint::black_box;
use std::io::Write;
use std::time::Instant;

use oauth1::{MemoryNonces, NonceStore, NonceUse};
use peers::resident;

const COUNT: u32 = 2_000_000;
const NOW: u64 = 1_800_000_000;

fn main() {
    let before = resident();
    let store = MemoryNonces::new(COUNT as usize + COUNT as usize / 50);
    let all = |taken: bool| {
        let start = Instant::now();
        for number in 0..COUNT {
            let mut nonce = *b"0123456789ABCDEF000000";
            write!(&mut nonce[12..], "{number:010}").unwrap();
            let timestamp = NOW + u64::from(number % 600);
            let noted = store.note(&NonceUse::new(
                "xvz1evFS4wEEPTGEFPHBog",
                Some("370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb"),
                timestamp,
                std::str::from_utf8(&nonce).unwrap(),
                timestamp + 300,
                NOW,
            ));
            assert_eq!(black_box(noted).unwrap(), taken);
        }
        start.elapsed().as_secs_f64() * 1e9 / f64::from(COUNT)
    };
    println!("new {:.1}", all(true));
    println!("bytes {:.1}", (resident() - before) / f64::from(COUNT));
    println!("used {:.1}", all(false));
    assert_eq!(store.len(), COUNT as usize);
}
