//! Seals what must not be read from the database: providers' credentials. The key stands outside it.

use std::{fs, io::Write, path::Path};

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use chacha20poly1305::{
    Key, XChaCha20Poly1305, XNonce,
    aead::{Aead, KeyInit},
};

use super::providers::{Credentials, Secret};

const NONCE: usize = 24;

#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    #[error("the key must be 32 bytes in base64")]
    Key,
    #[error("the key file {0} can't be used: {1}")]
    File(String, std::io::Error),
    #[error("a stored secret can't be opened with this key: was it sealed with another one?")]
    Sealed,
}

#[derive(Clone)]
pub struct Vault {
    cipher: XChaCha20Poly1305,
}

impl Vault {
    /// With a key given as base64.
    pub fn with_key(key: &str) -> Result<Vault, VaultError> {
        let bytes: [u8; 32] =
            BASE64.decode(key.trim()).ok().and_then(|bytes| bytes.try_into().ok()).ok_or(VaultError::Key)?;
        Ok(Vault { cipher: XChaCha20Poly1305::new(&Key::from(bytes)) })
    }

    /// With the key in `file`, which is made, readable by its owner only, when it isn't there.
    pub fn from_file(file: &Path) -> Result<Vault, VaultError> {
        let failed = |error| VaultError::File(file.display().to_string(), error);
        match fs::read_to_string(file) {
            Ok(key) => Self::with_key(&key),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let mut bytes = [0u8; 32];
                rand::fill(&mut bytes[..]);
                let key = BASE64.encode(bytes);
                if let Some(folder) = file.parent() {
                    fs::create_dir_all(folder).map_err(failed)?;
                }
                let mut options = fs::OpenOptions::new();
                options.write(true).create_new(true);
                #[cfg(unix)]
                std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
                options.open(file).and_then(|mut file| file.write_all(key.as_bytes())).map_err(failed)?;
                Self::with_key(&key)
            }
            Err(error) => Err(failed(error)),
        }
    }

    pub fn seal(&self, credentials: &Credentials) -> Result<Vec<u8>, VaultError> {
        let plain: std::collections::BTreeMap<&str, &str> =
            credentials.0.iter().map(|(key, secret)| (key.as_str(), secret.expose())).collect();
        let plain = serde_json::to_vec(&plain).map_err(|_| VaultError::Sealed)?;
        let mut nonce = [0u8; NONCE];
        rand::fill(&mut nonce[..]);
        let mut sealed = nonce.to_vec();
        sealed.extend(self.cipher.encrypt(&XNonce::from(nonce), plain.as_slice()).map_err(|_| VaultError::Sealed)?);
        Ok(sealed)
    }

    pub fn open(&self, sealed: &[u8]) -> Result<Credentials, VaultError> {
        let (nonce, rest) = sealed.split_first_chunk::<NONCE>().ok_or(VaultError::Sealed)?;
        let plain = self.cipher.decrypt(&XNonce::from(*nonce), rest).map_err(|_| VaultError::Sealed)?;
        let plain: std::collections::BTreeMap<String, String> =
            serde_json::from_slice(&plain).map_err(|_| VaultError::Sealed)?;
        Ok(Credentials(plain.into_iter().map(|(key, value)| (key, Secret::new(value))).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn credentials() -> Credentials {
        Credentials([("auth_token".to_owned(), Secret::new("s3cret"))].into_iter().collect())
    }

    #[test]
    fn what_is_sealed_opens_with_the_same_key_only() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("deep/secrets.key");
        let vault = Vault::from_file(&file).unwrap();
        let sealed = vault.seal(&credentials()).unwrap();
        assert!(!sealed.windows(6).any(|w| w == b"s3cret"));
        assert_eq!(Vault::from_file(&file).unwrap().open(&sealed).unwrap(), credentials());
        let other = Vault::with_key(&BASE64.encode([7u8; 32])).unwrap();
        assert!(matches!(other.open(&sealed), Err(VaultError::Sealed)));
        assert!(matches!(vault.open(&sealed[..10]), Err(VaultError::Sealed)));
    }

    #[cfg(unix)]
    #[test]
    fn only_its_owner_can_read_the_key() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("secrets.key");
        Vault::from_file(&file).unwrap();
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
