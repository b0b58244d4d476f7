//! How soon a process answers, in an empty house and in a large one.

use std::time::Duration;

use crate::{
    Plan,
    figures::{median, millis},
    ground::{Ground, Kind, Setup},
    on_one_thread,
    process::Program,
    report::Figure,
    wire::Line,
};

pub fn measure(plan: &Plan) -> Vec<Figure> {
    on_one_thread(async {
        let mut figures = Vec::new();
        for kind in Kind::ALL {
            let Some(empty) = Ground::new(kind, Setup::default()).await else { continue };
            let Some(large) = Ground::new(kind, Setup::default()).await else { continue };
            large.contacts(plan.contacts).await;
            large.history(plan.messages).await;
            large.rest().await;
            let mut times = [Vec::new(), Vec::new()];
            for _ in 0..plan.rounds {
                for (times, ground) in times.iter_mut().zip([&empty, &large]) {
                    let server = Program::server(ground);
                    let mut line = Line::open(server.address).await.unwrap();
                    let ready = line.ask(b"GET /readyz HTTP/1.1\r\nhost: desk.test\r\n\r\n").await.unwrap();
                    assert_eq!(ready, 200);
                    times.push(server.started_in.as_secs_f64());
                }
            }
            let [few, many] = times.map(|times| Duration::from_secs_f64(median(times)));
            figures.push(Figure::new(
                format!("cold start, empty → {} messages, {}", plan.messages, kind.name()),
                format!("{} → {}", millis(few), millis(many)),
                "≤ 0.3 s",
                Some(many <= Duration::from_millis(300)),
            ));
            empty.leave().await;
            large.leave().await;
        }
        figures
    })
}
