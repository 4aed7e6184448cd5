import { lookAtEveryPage } from "~tests/support/look-at-pages";

lookAtEveryPage({
  name: "in English, light, on a wide window",
  lang: "en",
  arrive: "loading",
  browser: { reducedMotion: "reduce", locale: "en-US", colorScheme: "light", viewport: { width: 1440, height: 900 } },
  waits: { person: "Helen Zhou", letter: "haiti" },
});
