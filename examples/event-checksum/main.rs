// The CRC-32 of each event, by the polynomial of zip and PNG: tells whether an event arrived as it was sent.
// Nothing but Rust's standard library; HTTP/1.0 is enough for the Runtime API.
use std::env;
use std::io::{Read, Result, Write};
use std::net::TcpStream;

fn crc32(bytes: &[u8]) -> u32 {
    let mut rest = u32::MAX;
    for byte in bytes {
        rest ^= u32::from(*byte);
        for _ in 0..8 {
            rest = if rest & 1 == 1 { (rest >> 1) ^ 0xEDB8_8320 } else { rest >> 1 };
        }
    }
    !rest
}

/// Sends one request and returns the head and the body of its answer.
fn call(api: &str, method: &str, path: &str, body: &str) -> Result<(String, Vec<u8>)> {
    let mut connection = TcpStream::connect(api)?;
    write!(
        connection,
        "{method} /2018-06-01/runtime/invocation/{path} HTTP/1.0\r\nHost: {api}\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )?;
    let mut answer = Vec::new();
    connection.read_to_end(&mut answer)?;
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(answer.len());
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    Ok((head, answer.split_off((end + 4).min(answer.len()))))
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim())
}

fn main() -> Result<()> {
    let api = env::var("AWS_LAMBDA_RUNTIME_API").expect("AWS_LAMBDA_RUNTIME_API is set");
    loop {
        let (head, event) = call(&api, "GET", "next", "")?;
        let id = header(&head, "Lambda-Runtime-Aws-Request-Id").expect("each event has an id");
        let answer = format!("{{\"bytes\": {}, \"crc32\": \"{:08x}\"}}", event.len(), crc32(&event));
        call(&api, "POST", &format!("{id}/response"), &answer)?;
    }
}
