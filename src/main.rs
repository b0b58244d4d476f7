//! The command line.

#![recursion_limit = "256"]

use std::{io, net::SocketAddr, process::ExitCode};

use clap::{Parser, Subcommand};
use smsdesk::server::{
    clock::Clock,
    config::Config,
    failure,
    router::router,
    shutdown,
    state::AppState,
    telemetry::{self, LogFormat},
};
use tokio::net::TcpListener;

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
                    Command::Serve => serve(arguments.config).await,
                }
            })
        });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("smsdesk: {failure}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(mut config: Config) -> Result<(), Failure> {
    let listener = TcpListener::bind(config.listen).await.map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => Failure::InUse(config.listen),
        io::ErrorKind::PermissionDenied => Failure::NotAllowed(config.listen),
        _ => Failure::Listen(config.listen, error),
    })?;
    // Port 0 is some other port now.
    config.listen = listener.local_addr()?;
    let own_url = config.own_url();
    let stopping = shutdown::on_signal()?;
    let state = AppState::open(config, Clock::System, stopping.clone()).await?;
    if state.assets.page_files().is_none() {
        tracing::warn!("this server was built without its web site: run `make site` and build again");
    }
    let workers = state.start_workers();
    let service = router(state).into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, service).with_graceful_shutdown(stopping.clone().cancelled_owned());

    // On standard output, for people and for scripts that chose port 0.
    println!("smsdesk listens on {own_url}");

    let overdue = async {
        stopping.cancelled().await;
        tokio::time::sleep(shutdown::GRACE).await;
    };
    tokio::select! {
        ended = async { let ended = serving.await; workers.wait().await; ended } => ended?,
        () = overdue => tracing::warn!("some requests did not end in time and were cut off"),
    }
    Ok(())
}
