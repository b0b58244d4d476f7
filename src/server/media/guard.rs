//! Which addresses of the internet are open to everybody. What a customer or a provider names is opened there and nowhere
//! else: a link to a neighbour of this server must lead nowhere.

use std::{
    error::Error,
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// What may be opened beside the open internet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    OpenInternet,
    /// This machine too, unencrypted: for tests.
    ThisMachineToo,
}

impl Reach {
    pub fn allows(self, address: IpAddr) -> bool {
        is_open(address) || (self == Reach::ThisMachineToo && address.is_loopback())
    }
}

/// Whether an address is one that anybody can reach, and leads nowhere else.
pub fn is_open(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_open_v4(address),
        IpAddr::V6(address) => is_open_v6(address),
    }
}

fn is_open_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let closed = match (a, b, c) {
        (0 | 10 | 127, ..) | (224.., ..) => true, // this network, private, loopback; multicast, reserved, broadcast
        (100, 64..128, _) => true,                // carrier-grade NAT
        (169, 254, _) => true,                    // link-local: the metadata of clouds
        (172, 16..32, _) | (192, 168, _) => true, // private
        (192, 0, 0 | 2) => true,                  // protocol assignments, documentation
        (192, 88, 99) => true,                    // 6to4 relays
        (198, 18 | 19, _) => true,                // benchmarks
        (198, 51, 100) | (203, 0, 113) => true,   // documentation
        _ => false,
    };
    !closed
}

fn is_open_v6(address: Ipv6Addr) -> bool {
    let segments = address.segments();
    match segments {
        // NAT64: a gateway turns it into the IPv4 address at its end.
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => is_open_v4(Ipv4Addr::from(u32::from(high) << 16 | u32::from(low))),
        [0x2001, 0..0x200, ..] => false, // protocol assignments, Teredo among them
        [0x2001, 0xdb8, ..] | [0x3fff, 0..0x1000, ..] => false, // documentation
        [0x2002, ..] => false,           // 6to4: leads to any IPv4 address
        // All that is given out to the public. The rest is loopback, mapped IPv4, local, link-local, multicast, unassigned.
        [0x2000..0x4000, ..] => true,
        _ => false,
    }
}

/// Why a name was not opened.
#[derive(Debug)]
pub struct Closed;

impl fmt::Display for Closed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name leads to an address that is not open to everybody")
    }
}

impl Error for Closed {}

/// Resolves names for the HTTP client, which connects to just the addresses it gets: what was checked is what is opened,
/// whatever the name answers a moment later.
#[derive(Clone, Copy, Debug)]
pub struct GuardedNames(pub Reach);

impl Resolve for GuardedNames {
    fn resolve(&self, name: Name) -> Resolving {
        let GuardedNames(reach) = *self;
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            // One closed address among open ones is somebody trying.
            if found.is_empty() || !found.iter().all(|address| reach.allows(address.ip())) {
                return Err(Closed.into());
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_open_to_everybody_are_open() {
        for open in [
            "1.1.1.1",
            "8.8.8.8",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.1",
            "169.253.255.255",
            "169.255.0.0",
            "172.15.255.255",
            "172.32.0.0",
            "192.0.1.0",
            "192.167.255.255",
            "192.169.0.0",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
            "2606:4700::1111",
            "2a00:1450:4001:80b::200e",
            "2001:4860:4860::8888",
            "64:ff9b::808:808",
        ] {
            assert!(is_open(open.parse().unwrap()), "{open} is open");
        }
        for closed in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "10.255.255.255",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.1",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:8.8.8.8",
            "::127.0.0.1",
            "64:ff9b::a00:1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::808:808",
            "100::1",
            "2001::1",
            "2001:10::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "2002:808:808::1",
            "3fff::1",
            "4000::1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!is_open(closed.parse().unwrap()), "{closed} is closed");
        }
    }

    #[test]
    fn tests_reach_this_machine_and_no_neighbour() {
        assert!(Reach::ThisMachineToo.allows("127.0.0.1".parse().unwrap()));
        assert!(Reach::ThisMachineToo.allows("::1".parse().unwrap()));
        assert!(!Reach::ThisMachineToo.allows("192.168.1.1".parse().unwrap()));
        assert!(!Reach::OpenInternet.allows("127.0.0.1".parse().unwrap()));
    }

    #[tokio::test]
    async fn a_name_of_this_machine_is_not_resolved() {
        let name = || "localhost".parse::<Name>().unwrap();
        assert!(GuardedNames(Reach::OpenInternet).resolve(name()).await.is_err());
        assert!(GuardedNames(Reach::ThisMachineToo).resolve(name()).await.is_ok());
    }
}
