//! The alert itself: tones made by the browser, no file. Rings are put on the audio clock well ahead, because timers of a
//! hidden tab are slowed down and sound is not.

#[cfg(feature = "hydrate")]
pub(super) use audio::Bell;

#[cfg(not(feature = "hydrate"))]
pub(super) struct Bell;

#[cfg(feature = "hydrate")]
mod audio {
    use leptos::{
        prelude::window,
        wasm_bindgen::{JsCast, JsValue, closure::Closure},
    };
    use web_sys::{AudioContext, AudioContextState, GainNode, OscillatorNode, OscillatorType};

    use crate::domain::alerts::{AlertChoice, AlertTone};

    /// How long rings are put on the clock at once, seconds.
    const AHEAD: i64 = 60;
    /// Loudness of one note at full volume.
    const LOUD: f32 = 0.3;

    /// One note: hertz, seconds after the ring began, seconds it lasts.
    struct Note(f32, f64, f64);

    /// What a tone is made of.
    fn notes(tone: AlertTone) -> (OscillatorType, &'static [Note]) {
        match tone {
            AlertTone::Chime => (OscillatorType::Sine, &[Note(659.3, 0.0, 0.42), Note(880.0, 0.16, 0.42)]),
            AlertTone::Bell => (
                OscillatorType::Triangle,
                &[
                    Note(784.0, 0.0, 0.07),
                    Note(988.0, 0.07, 0.07),
                    Note(784.0, 0.14, 0.07),
                    Note(988.0, 0.21, 0.07),
                    Note(784.0, 0.28, 0.07),
                    Note(988.0, 0.35, 0.3),
                ],
            ),
            AlertTone::Marimba => (
                OscillatorType::Sine,
                &[Note(523.3, 0.0, 0.14), Note(659.3, 0.12, 0.14), Note(784.0, 0.24, 0.14), Note(1046.5, 0.36, 0.3)],
            ),
            AlertTone::Pulse => (OscillatorType::Square, &[Note(587.3, 0.0, 0.12), Note(587.3, 0.22, 0.12)]),
        }
    }

    /// Ears hear loudness by its logarithm; the square comes near enough.
    fn loudness(volume: i64) -> f32 {
        let share = volume.clamp(0, 100) as f32 / 100.0;
        share * share
    }

    /// For what need not be answered at once.
    const SOFT: &[Note] = &[Note(880.0, 0.0, 0.25)];

    pub(in crate::ui::offers) struct Bell {
        context: AudioContext,
        /// What rings now, and what all of it goes through: without it nothing is heard.
        ringing: Option<(GainNode, AlertChoice)>,
        /// When the first ring is due that is not on the clock yet.
        due: f64,
        on_change: Closure<dyn FnMut()>,
    }

    impl Bell {
        /// `None` where the browser has no such thing. `on_change` is called when it is blocked or allowed, and when the
        /// rings on the clock come to their end.
        pub(in crate::ui::offers) fn new(on_change: impl FnMut() + 'static) -> Option<Bell> {
            // Asking for a class that is missing would throw.
            js_sys::Reflect::has(&window(), &"AudioContext".into()).ok().filter(|has| *has)?;
            let context = AudioContext::new().ok()?;
            let on_change = Closure::<dyn FnMut()>::new(on_change);
            // Fails only when out of memory.
            let _ = context.add_event_listener_with_callback("statechange", on_change.as_ref().unchecked_ref());
            Some(Bell { context, ringing: None, due: 0.0, on_change })
        }

        /// The browser waits for a click before it lets us be heard.
        pub(in crate::ui::offers) fn is_blocked(&self) -> bool {
            self.context.state() != AudioContextState::Running
        }

        /// To be called from a click or a key. The answer comes through `on_change`.
        pub(in crate::ui::offers) fn allow(&self) {
            let _ = self.context.resume();
        }

        pub(in crate::ui::offers) fn is_ringing(&self) -> bool {
            self.ringing.is_some()
        }

        /// Rings again and again until `stop`. What rings already goes on, in the loudness that is chosen now.
        pub(in crate::ui::offers) fn ring(&mut self, choice: AlertChoice) {
            if let Some((all, of)) = &mut self.ringing
                && (of.tone, of.every_seconds) == (choice.tone, choice.every_seconds)
            {
                all.gain().set_value(loudness(choice.volume));
                return;
            }
            self.stop();
            self.due = self.soon();
            self.ringing = self.outlet(choice.volume).ok().map(|all| (all, choice));
            self.put_on_clock();
        }

        /// Goes on ringing when what is on the clock comes to its end: in time, or at once after the page was frozen.
        pub(in crate::ui::offers) fn ring_on(&mut self) {
            let every = self.ringing.as_ref().map(|(_, choice)| choice.every_seconds as f64);
            if every.is_some_and(|every| self.context.current_time() > self.due - every) {
                self.due = self.due.max(self.soon());
                self.put_on_clock();
            }
        }

        fn put_on_clock(&mut self) {
            let Some((all, choice)) = &self.ringing else { return };
            let every = choice.every_seconds.max(1);
            let (begin, times) = (self.due, AHEAD / every + 1);
            let rings = (0..times).map(|ring| begin + (ring * every) as f64);
            if let Ok(Some(last)) = self.strike(all, notes(choice.tone), rings) {
                // An event: timers of a hidden tab are late.
                last.set_onended(Some(self.on_change.as_ref().unchecked_ref()));
            }
            self.due += (times * every) as f64;
        }

        /// Rings once.
        pub(in crate::ui::offers) fn ring_once(&self, choice: AlertChoice) {
            let _ = self.outlet(choice.volume).and_then(|all| self.strike(&all, notes(choice.tone), [self.soon()]));
        }

        /// One quiet note.
        pub(in crate::ui::offers) fn ring_softly(&self, choice: AlertChoice) {
            let soft = (OscillatorType::Sine, SOFT);
            let _ = self.outlet(choice.volume / 2).and_then(|all| self.strike(&all, soft, [self.soon()]));
        }

        pub(in crate::ui::offers) fn stop(&mut self) {
            if let Some((ringing, _)) = self.ringing.take() {
                let _ = ringing.disconnect();
            }
        }

        fn soon(&self) -> f64 {
            self.context.current_time() + 0.03
        }

        /// What notes go through to be heard.
        fn outlet(&self, volume: i64) -> Result<GainNode, JsValue> {
            let all = self.context.create_gain()?;
            all.gain().set_value(loudness(volume));
            all.connect_with_audio_node(&self.context.destination())?;
            Ok(all)
        }

        /// Puts rings on the clock. The note that is the last to end.
        fn strike(
            &self,
            all: &GainNode,
            (shape, notes): (OscillatorType, &[Note]),
            rings: impl IntoIterator<Item = f64>,
        ) -> Result<Option<OscillatorNode>, JsValue> {
            let mut last = None;
            for begin in rings {
                for Note(hertz, later, lasts) in notes {
                    last = Some(self.note(all, shape, *hertz, begin + later, *lasts)?);
                }
            }
            Ok(last)
        }

        /// One note that swells and fades, so that it doesn't click.
        fn note(
            &self,
            all: &GainNode,
            shape: OscillatorType,
            hertz: f32,
            at: f64,
            lasts: f64,
        ) -> Result<OscillatorNode, JsValue> {
            let (note, swell) = (self.context.create_oscillator()?, self.context.create_gain()?);
            note.set_type(shape);
            note.frequency().set_value(hertz);
            // A square is heard louder than a sine of the same height.
            let loud = if shape == OscillatorType::Square { LOUD / 4.0 } else { LOUD };
            let loudness = swell.gain();
            loudness.set_value_at_time(0.0001, at)?;
            loudness.exponential_ramp_to_value_at_time(loud, at + 0.02)?;
            loudness.exponential_ramp_to_value_at_time(0.0001, at + lasts)?;
            note.connect_with_audio_node(&swell)?;
            swell.connect_with_audio_node(all)?;
            note.start_with_when(at)?;
            note.stop_with_when(at + lasts + 0.03)?;
            Ok(note)
        }
    }

    impl Drop for Bell {
        fn drop(&mut self) {
            let _ = self.context.close();
        }
    }
}
