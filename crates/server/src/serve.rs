//! The running server: started, addressed, drained.

use std::net::SocketAddr;
use std::time::Duration;

use spanwell_model::{Error, Result};
use spanwell_tracking::RetentionPolicy;
use spanwell_webhooks::AddressPolicy;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::settings::ServeArguments;
use crate::wiring::Services;
use crate::{listener, routes, upkeep, wiring};

/// A server that listens.
pub struct Server {
    address: SocketAddr,
    grpc_address: Option<SocketAddr>,
    services: Services,
    /// No new work: listeners close, streams end.
    stop: CancellationToken,
    tasks: TaskTracker,
    /// Ctrl-C and SIGTERM, watched from before the address is told, so that none is missed.
    signals: [Signal; 2],
}

impl Server {
    /// Opens the data directory and listens. Fails with a text for the person at the terminal.
    pub async fn start(arguments: ServeArguments) -> Result<Self> {
        if !arguments.host.is_loopback() && !arguments.allow_insecure {
            return Err(Error::invalid(format!(
                "--host {} can be reached by others and there is no authentication yet: add --allow-insecure if the \
                 network is trusted, or keep 127.0.0.1",
                arguments.host
            )));
        }
        let signals = [watch(SignalKind::interrupt())?, watch(SignalKind::terminate())?];
        let addresses = AddressPolicy {
            http: arguments.webhook_allow_http,
            private_addresses: arguments.webhook_allow_private_addresses,
        };
        let (services, waiting) = wiring::build(&arguments.storage, addresses)?;
        services.artifacts.check().await?;
        let stop = CancellationToken::new();
        let tasks = TaskTracker::new();
        let drain_timeout = Duration::from_secs(arguments.drain_timeout_s);

        let http = bind(SocketAddr::new(arguments.host, arguments.port), "--port").await?;
        let address = local_address(&http)?;
        let grpc = match arguments.otlp_grpc_port {
            0 => None,
            port => Some(bind(SocketAddr::new(arguments.host, port), "--otlp-grpc-port").await?),
        };
        let grpc_address = grpc.as_ref().map(local_address).transpose()?;

        let router = routes::router(&services, &arguments, grpc_address, stop.clone());
        tasks.spawn(listener::serve(http, router, stop.clone(), drain_timeout));
        if let Some(grpc) = grpc {
            let state = routes::otlp_state(&services);
            tasks.spawn(listener::serve(
                grpc,
                spanwell_edge_otlp::grpc_router(state),
                stop.clone(),
                drain_timeout,
            ));
        }
        let policy = RetentionPolicy {
            days: arguments.retention.map(|days| days.0),
            disk_bytes: arguments.disk_quota.map(|bytes| bytes.0),
        };
        tasks.spawn(upkeep::keep_within(policy, services.tracking.clone(), stop.clone()));
        tasks.spawn(services.delivery.clone().run(waiting, services.store.clone(), stop.clone()));
        tasks.spawn(upkeep::remove_attachments(services.clone(), stop.clone()));
        Ok(Self { address, grpc_address, services, stop, tasks, signals })
    }

    /// Where HTTP listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where OTLP over gRPC listens.
    pub const fn grpc_address(&self) -> Option<SocketAddr> {
        self.grpc_address
    }

    /// Serves until the process is told to stop (Ctrl-C or SIGTERM), then drains.
    pub async fn run_until_signal(mut self) -> Result<()> {
        let [interrupt, terminate] = &mut self.signals;
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        self.shut_down().await
    }

    /// Stops in order: no new requests, those in flight finish, the store writes what it has.
    pub async fn shut_down(self) -> Result<()> {
        self.stop.cancel();
        self.tasks.close();
        self.tasks.wait().await;
        self.services.artifacts.close().await;
        self.services.store.close().await
    }
}

fn watch(kind: SignalKind) -> Result<Signal> {
    signal(kind).map_err(|error| Error::internal(format!("signals cannot be watched: {error}")))
}

async fn bind(address: SocketAddr, option: &str) -> Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| {
        Error::new(
            spanwell_model::Kind::Unavailable,
            format!("cannot listen on {address}: {error}; choose another port with {option}"),
        )
    })
}

fn local_address(listener: &TcpListener) -> Result<SocketAddr> {
    listener.local_addr().map_err(|error| Error::internal(format!("the listener has no address: {error}")))
}
