//! A PostgreSQL server of the tests' own, started once a run wherever its programs are installed. It dies with the tests
//! and leaves nothing behind.

use std::{
    env, fs,
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
    thread,
    time::Duration,
};

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

const USER: &str = "smsdesk";
const TEMPLATE: &str = "house_template";

/// Settings of every cluster.
const COMMON: [&str; 6] = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "wal_level=minimal",
    "max_wal_senders=0",
    "jit=off",
    "max_connections=600",
];
/// For tests: nothing waits for the disk.
const QUICK: [&str; 6] = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "shared_buffers=64MB",
    "max_wal_size=256MB",
];
/// For measurements: what is committed would survive a power cut.
const DURABLE: [&str; 2] = ["shared_buffers=512MB", "max_wal_size=4GB"];

struct Server {
    port: u16,
    databases: AtomicU32,
}

static SERVER: OnceLock<Option<Server>> = OnceLock::new();

/// The address of a fresh database with every table in it; `None` where PostgreSQL is not installed.
pub async fn fresh_database() -> Option<String> {
    let server = tokio::task::spawn_blocking(|| SERVER.get_or_init(start).as_ref()).await.unwrap()?;
    let name = format!("house_{}", server.databases.fetch_add(1, Ordering::Relaxed));
    run(&server.url("postgres"), format!("create database {name} template {TEMPLATE}")).await;
    Some(server.url(&name))
}

/// Drops a database, whoever still holds connections to it.
pub async fn drop_database(url: &str) {
    let (server, name) = url.rsplit_once('/').unwrap();
    run(&format!("{server}/postgres"), format!("drop database {name} with (force)")).await;
}

async fn run(url: &str, sql: String) {
    let mut connection = PgConnection::connect(url).await.unwrap();
    connection.execute(AssertSqlSafe(sql)).await.unwrap();
    connection.close().await.unwrap();
}

impl Server {
    fn url(&self, database: &str) -> String {
        format!("postgres://{USER}@127.0.0.1:{}/{database}", self.port)
    }
}

/// Where `initdb` and `postgres` stand: the newest version that is installed.
fn programs() -> Option<PathBuf> {
    let installed = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|v| v.path().join("bin"));
    let mut installed: Vec<PathBuf> = installed.filter(|bin| bin.join("initdb").exists()).collect();
    installed.sort();
    let in_path = || {
        let path = env::var_os("PATH")?;
        env::split_paths(&path).find(|dir| dir.join("initdb").exists() && dir.join("postgres").exists())
    };
    installed.pop().or_else(in_path)
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout == b"0\n")
}

/// PostgreSQL refuses to run as root.
fn as_its_user(death_signal: bool) -> Command {
    let mut command = Command::new("setpriv");
    if is_root() {
        command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]);
    }
    if death_signal {
        // Not INT, which whatever runs in the background of a script ignores.
        command.args(["--pdeathsig", "TERM"]);
    }
    command.arg("--");
    command
}

fn start() -> Option<Server> {
    let Some(bin) = programs() else {
        assert!(env::var_os("CI").is_none(), "CI must test PostgreSQL, and initdb is not installed");
        eprintln!("PostgreSQL was skipped: initdb is not installed");
        return None;
    };
    let folder = tempfile::Builder::new().prefix("smsdesk-postgres-").tempdir().unwrap().keep();
    if is_root() {
        assert!(Command::new("chown").arg("postgres").arg(&folder).status().unwrap().success());
    }
    let made = as_its_user(false)
        .arg(bin.join("initdb"))
        .args(["--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C", "--username", USER, "--pgdata"])
        .arg(folder.join("data"))
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));

    let (started, port) = std::sync::mpsc::channel();
    // The server dies with the thread that started it, so this one lives as long as the process.
    thread::spawn(move || {
        let (mut child, port) = serve(&bin, &folder);
        started.send(port).unwrap();
        child.wait().unwrap();
    });
    let port = port.recv().unwrap();
    let server = Server { port, databases: AtomicU32::new(0) };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        run(&server.url("postgres"), format!("create database {TEMPLATE}")).await;
        let mut connection = PgConnection::connect(&server.url(TEMPLATE)).await.unwrap();
        smsdesk::server::store::migrations::postgres().run(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    });
    Some(server)
}

/// Starts the server on a free port and waits until it answers.
fn serve(bin: &Path, folder: &Path) -> (Child, u16) {
    // Killed at once, because the folder goes with it.
    const THEN_CLEAN_UP: &str = r#""$0" "$@" & child=$!; trap 'kill -QUIT $child' INT TERM; wait $child; wait $child
        rm -rf "$FOLDER""#;
    for _ in 0..5 {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut command = as_its_user(true);
        command.args(["sh", "-c", THEN_CLEAN_UP]).arg(bin.join("postgres")).arg("-D").arg(folder.join("data"));
        let own: &[&str] = if crate::DURABLE { &DURABLE } else { &QUICK };
        for setting in COMMON.iter().chain(own) {
            command.args(["-c", setting]);
        }
        command.args(["-p", &port.to_string()]).env("FOLDER", folder).current_dir(folder).stdin(Stdio::null());
        let log = fs::File::create(folder.join("log")).unwrap();
        let mut child = command.stdout(log.try_clone().unwrap()).stderr(log).spawn().unwrap();
        for _ in 0..400 {
            if child.try_wait().unwrap().is_some() {
                break; // somebody took the port meanwhile
            }
            if TcpStream::connect(("127.0.0.1", port)).is_ok() && is_ready(bin, port) {
                return (child, port);
            }
            thread::sleep(Duration::from_millis(25));
        }
        let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
        eprintln!("PostgreSQL did not start on port {port}: {log}");
    }
    panic!("PostgreSQL can't be started");
}

fn is_ready(bin: &Path, port: u16) -> bool {
    let asked = Command::new(bin.join("pg_isready")).args(["-q", "-h", "127.0.0.1", "-p", &port.to_string()]).status();
    asked.is_ok_and(|status| status.success())
}
