//! The command line.

#![recursion_limit = "256"]

use std::{
    io::{self, Write},
    net::SocketAddr,
    process::ExitCode,
};

use axum::serve::ListenerExt;
use clap::{Parser, Subcommand};
use smsdesk::server::{
    clock::Clock,
    config::Config,
    failure,
    router::router,
    setup::{self, SetupError, demo, people::UserCommand},
    shutdown,
    state::AppState,
    telemetry::{self, LogFormat},
};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// How `apply --check` ends when the house is not as described.
const WOULD_CHANGE: u8 = 2;

/// The SMS channel of a contact centre.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// How log lines look. What is logged: RUST_LOG.
    #[arg(long, env = "LOG_FORMAT", value_enum, default_value_t, global = true)]
    log_format: LogFormat,
    #[command(flatten)]
    config: Config,
}

#[derive(Subcommand)]
enum Command {
    /// Runs the server until it is asked to stop.
    Serve,
    /// Fills a new database with a house to try, once, and runs the server on it.
    Demo {
        /// Don't show it in a browser.
        #[arg(long)]
        no_open: bool,
    },
    /// Makes people, queues, accounts and settings as a file describes them (docs/setup.md). What the file does not mention
    /// stays as it is. Prints the accounts' webhook addresses as JSON.
    Apply {
        /// A YAML file, or `-` for standard input.
        file: String,
        /// Only print what would change; ends with 2 when something would.
        #[arg(long)]
        check: bool,
    },
    /// Adds, lists and locks out people.
    #[command(subcommand)]
    User(UserCommand),
}

/// Why the process ends unasked.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("{0} is in use: another smsdesk may be running; choose another port with --listen or LISTEN")]
    InUse(SocketAddr),
    #[error("this user may not listen on {0}: ports below 1024 need a privilege")]
    NotAllowed(SocketAddr),
    #[error("can't listen on {0}: {1}")]
    Listen(SocketAddr, io::Error),
    #[error("can't start: {0}")]
    Start(#[from] failure::Failure),
    #[error("{0}")]
    Setup(#[from] SetupError),
    #[error("{0}")]
    Io(#[from] io::Error),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    telemetry::start(arguments.log_format);
    // Before anything speaks TLS: reqwest and sqlx share this one.
    if rustls::crypto::ring::default_provider().install_default().is_err() {
        eprintln!("smsdesk: TLS can't be set up");
        return ExitCode::FAILURE;
    }
    let outcome =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Failure::from).and_then(|runtime| {
            runtime.block_on(async {
                match arguments.command {
                    Command::Serve => serve(arguments.config, None).await,
                    Command::Demo { no_open } => serve(arguments.config, Some(Demo { open: !no_open })).await,
                    Command::Apply { file, check } => apply(arguments.config, &file, check).await,
                    Command::User(command) => user(arguments.config, command).await,
                }
            })
        });
    match outcome {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("smsdesk: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// How a demo is shown.
struct Demo {
    open: bool,
}

async fn serve(mut config: Config, demo: Option<Demo>) -> Result<ExitCode, Failure> {
    let listener = TcpListener::bind(config.listen).await.map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => Failure::InUse(config.listen),
        io::ErrorKind::PermissionDenied => Failure::NotAllowed(config.listen),
        _ => Failure::Listen(config.listen, error),
    })?;
    // Port 0 is some other port now.
    config.listen = listener.local_addr()?;
    let own_url = config.own_url();
    if demo.is_some() && !config.listen.ip().is_loopback() {
        tracing::warn!("this demo can be reached from elsewhere, and its passwords are known to the world");
    }
    let stopping = shutdown::on_signal()?;
    let state = AppState::open(config, Clock::System, stopping.clone()).await?;
    if demo.is_some() {
        demo::bring_about(&state).await?;
    }
    if state.assets.page_files().is_none() {
        tracing::warn!("this server was built without its web site: run `make site` and build again");
    }
    let workers = state.start_workers();
    let store = state.store.clone();
    let service = router(state).into_make_service_with_connect_info::<SocketAddr>();
    // An event is a small write: without this it waits until the browser has confirmed the one before.
    let listener = listener.tap_io(|connection| {
        if let Err(error) = connection.set_nodelay(true) {
            tracing::debug!(%error, "a connection that collects small writes");
        }
    });
    let serving = axum::serve(listener, service).with_graceful_shutdown(stopping.clone().cancelled_owned());

    // On standard output, for people and for scripts that chose port 0.
    say(&format!("smsdesk listens on {own_url}"));
    if let Some(shown) = demo {
        say(&demo::welcome(&own_url));
        if shown.open {
            demo::open_browser(&own_url, &setup::environment);
        }
    }

    let overdue = async {
        stopping.cancelled().await;
        tokio::time::sleep(shutdown::GRACE).await;
    };
    tokio::select! {
        ended = async { let ended = serving.await; workers.wait().await; ended } => ended?,
        () = overdue => tracing::warn!("some requests did not end in time and were cut off"),
    }
    match tokio::time::timeout(shutdown::FOLDING, store.fold_log()).await {
        Ok(Ok(true)) => {}
        Ok(Err(error)) => tracing::warn!(%error, "the database's log stays beside its file"),
        Ok(Ok(false)) | Err(_) => tracing::warn!("the database's log stays beside its file: another process uses it"),
    }
    Ok(ExitCode::SUCCESS)
}

/// A server goes on although nobody reads its standard output any more.
fn say(line: &str) {
    let _ = writeln!(io::stdout(), "{line}");
}

/// The house for one command: nothing runs by itself.
async fn open(config: Config) -> Result<AppState, Failure> {
    Ok(AppState::open(config, Clock::System, CancellationToken::new()).await?)
}

async fn apply(config: Config, file: &str, check: bool) -> Result<ExitCode, Failure> {
    let description = setup::read(file)?;
    let state = open(config).await?;
    if check {
        let lines = setup::check(&state, &description, &setup::environment).await?;
        lines.iter().for_each(|line| println!("{line}"));
        return Ok(if lines.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(WOULD_CHANGE) });
    }
    let addresses = setup::apply(&state, &description, &setup::environment, |line| eprintln!("{line}")).await?;
    println!("{}", serde_json::to_string_pretty(&addresses).map_err(io::Error::from)?);
    Ok(ExitCode::SUCCESS)
}

async fn user(config: Config, command: UserCommand) -> Result<ExitCode, Failure> {
    let state = open(config).await?;
    print!("{}", setup::people::run(&state, command, &setup::environment, &mut io::stdin().lock()).await?);
    Ok(ExitCode::SUCCESS)
}
