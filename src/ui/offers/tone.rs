//! The alert itself: two soft notes, made by the browser, no file. Rings are put on the audio clock well ahead, because
//! timers of a hidden tab are slowed down and sound is not.

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
    use web_sys::{AudioContext, AudioContextState, GainNode, OscillatorType};

    /// Seconds from one ring to the next.
    const PAUSE: f64 = 3.0;
    /// Rings put on the clock at once.
    const AHEAD: u32 = 20;
    /// The two notes: hertz, and seconds after the ring began.
    const NOTES: [(f32, f64); 2] = [(659.3, 0.0), (880.0, 0.16)];

    pub(in crate::ui::offers) struct Bell {
        context: AudioContext,
        /// Everything that rings now goes through this; without it nothing is heard.
        ringing: Option<GainNode>,
        _on_change: Closure<dyn FnMut()>,
    }

    impl Bell {
        /// `None` where the browser has no such thing. `on_change` is called when it is blocked or allowed.
        pub(in crate::ui::offers) fn new(on_change: impl FnMut() + 'static) -> Option<Bell> {
            // Asking for a class that is missing would throw.
            js_sys::Reflect::has(&window(), &"AudioContext".into()).ok().filter(|has| *has)?;
            let context = AudioContext::new().ok()?;
            let on_change = Closure::<dyn FnMut()>::new(on_change);
            // Fails only when out of memory.
            let _ = context.add_event_listener_with_callback("statechange", on_change.as_ref().unchecked_ref());
            Some(Bell { context, ringing: None, _on_change: on_change })
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

        /// Rings again and again until `stop`.
        pub(in crate::ui::offers) fn ring(&mut self) {
            self.stop();
            self.ringing = self.strike(AHEAD).ok();
        }

        /// Rings once.
        pub(in crate::ui::offers) fn ring_once(&self) {
            let _ = self.strike(1);
        }

        pub(in crate::ui::offers) fn stop(&mut self) {
            if let Some(ringing) = self.ringing.take() {
                let _ = ringing.disconnect();
            }
        }

        fn strike(&self, times: u32) -> Result<GainNode, JsValue> {
            let volume = self.context.create_gain()?;
            volume.connect_with_audio_node(&self.context.destination())?;
            for ring in 0..times {
                let begin = self.context.current_time() + 0.03 + f64::from(ring) * PAUSE;
                for (hertz, later) in NOTES {
                    self.note(&volume, hertz, begin + later)?;
                }
            }
            Ok(volume)
        }

        /// One note that swells and fades, so that it doesn't click.
        fn note(&self, volume: &GainNode, hertz: f32, at: f64) -> Result<(), JsValue> {
            let (note, shape) = (self.context.create_oscillator()?, self.context.create_gain()?);
            note.set_type(OscillatorType::Sine);
            note.frequency().set_value(hertz);
            let loudness = shape.gain();
            loudness.set_value_at_time(0.0001, at)?;
            loudness.exponential_ramp_to_value_at_time(0.22, at + 0.02)?;
            loudness.exponential_ramp_to_value_at_time(0.0001, at + 0.42)?;
            note.connect_with_audio_node(&shape)?;
            shape.connect_with_audio_node(volume)?;
            note.start_with_when(at)?;
            note.stop_with_when(at + 0.45)
        }
    }

    impl Drop for Bell {
        fn drop(&mut self) {
            let _ = self.context.close();
        }
    }
}
