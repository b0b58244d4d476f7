//! The command line.

#![recursion_limit = "256"]

use std::{io, net::SocketAddr, process::ExitCode};

use clap::{Parser, Subcommand};
use smsdesk::server::{
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
}

#[derive(Subcommand)]
enum Command {
    /// Runs the server until it is asked to stop.
    Serve(Serve),
}

#[derive(clap::Args)]
struct Serve {
    /// Address and port to listen on; port 0 takes a free one.
    #[arg(long, env = "LISTEN", default_value = "127.0.0.1:3000")]
    listen: SocketAddr,
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
    #[error("{0}")]
    Io(#[from] io::Error),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    telemetry::start(arguments.log_format);
    let outcome =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Failure::from).and_then(|runtime| {
            runtime.block_on(async {
                match arguments.command {
                    Command::Serve(options) => serve(options).await,
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

async fn serve(options: Serve) -> Result<(), Failure> {
    let listener = TcpListener::bind(options.listen).await.map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => Failure::InUse(options.listen),
        io::ErrorKind::PermissionDenied => Failure::NotAllowed(options.listen),
        _ => Failure::Listen(options.listen, error),
    })?;
    let stopping = shutdown::on_signal()?;
    let state = AppState::new(stopping.clone());
    if state.assets.page_files().is_none() {
        tracing::warn!("this server was built without its web site: run `make site` and build again");
    }
    let address = listener.local_addr()?;
    let serving = axum::serve(listener, router(state)).with_graceful_shutdown(stopping.clone().cancelled_owned());

    // On standard output, for people and for scripts that chose port 0.
    println!("smsdesk listens on http://{address}");

    let overdue = async {
        stopping.cancelled().await;
        tokio::time::sleep(shutdown::GRACE).await;
    };
    tokio::select! {
        ended = serving => ended?,
        () = overdue => tracing::warn!("some requests did not end in time and were cut off"),
    }
    Ok(())
}
