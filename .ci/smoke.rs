//! Tries the crate as somebody's dependency: signs the example of RFC 5849 §1.2.

use oauth1::{Client, Request, Token};

const PUBLISHED: &str = "MdpQcU8iPSUjWoN%2FUDMsK2sui9I%3D";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder("dpf43f3p2l4k3l03", "kd94hf93k423kf44")
        .realm("Photos")
        .version(false)
        .build()?;
    let session = client.session(Token::new("nnch734d00sl2jdk", "pfkkdhi9sl3r4s00"));
    let mut request =
        Request::get("http://photos.example.net/photos?file=vacation.jpg&size=original")?;
    request.nonce("chapoH")?.timestamp(137_131_202);
    let header = session.authorization(&request)?;
    if !header.contains(&format!(r#"oauth_signature="{PUBLISHED}""#)) {
        return Err(format!("not the signature of RFC 5849 section 1.2: {header}").into());
    }
    println!("the crate signs");
    Ok(())
}
