//! Memory over a long time under a load that a busy house has.

use std::{cell::RefCell, rc::Rc, time::Duration};

use tokio::{task::LocalSet, time};

use crate::{
    Plan,
    ground::Kind,
    live::{self, Watch},
    on_one_thread,
    process::Program,
    report::Figure,
    wire::Caller,
};

const DESKTOPS: usize = 200;
/// What the first minutes fill, caches and pools, is not growth.
const WARM_UP_SHARE: f64 = 0.2;

pub fn measure(plan: &Plan) -> Vec<Figure> {
    let minutes = plan.minutes;
    on_one_thread(LocalSet::new().run_until(async move {
        let ground = live::house(Kind::Sqlite, DESKTOPS).await.unwrap();
        let server = Program::server(&ground);
        let watch = Rc::new(RefCell::new(Watch::default()));
        let streams = live::open(server.address, DESKTOPS, |_| "/live".into(), &watch).await;
        let caller = Caller::new(&ground.inbound[0]);
        let seconds = minutes * 60;
        let warm_up = (seconds as f64 * WARM_UP_SHARE) as u64;
        let post = live::post(server.address, &caller, DESKTOPS, seconds, &watch);
        let look = async {
            time::sleep(Duration::from_secs(warm_up)).await;
            server.memory()
        };
        let (posted, before) = tokio::join!(post, look);
        let after = server.memory();
        streams.iter().for_each(tokio::task::JoinHandle::abort);
        server.kill();
        let growth = (after as f64 / before as f64 - 1.0) * 100.0;
        let heard = watch.borrow().heard();
        vec![Figure::new(
            format!(
                "memory after {minutes} min of {} texts/s and {DESKTOPS} desktops, from a fifth of it on",
                live::RATE
            ),
            format!("{} → {} MiB, {growth:+.1} %; {posted} texts, {heard} heard", before / 1024, after / 1024),
            "growth ≤ 5 % in 30 min",
            (minutes >= 30).then_some(growth <= 5.0),
        )]
    }))
}
