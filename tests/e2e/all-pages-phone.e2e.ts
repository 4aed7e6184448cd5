import { lookAtEveryPage } from "~tests/support/look-at-pages";

lookAtEveryPage({
  name: "in Spanish, dark, on a phone",
  lang: "es",
  arrive: "walking",
  browser: { reducedMotion: "reduce", locale: "es-GT", colorScheme: "dark", viewport: { width: 360, height: 740 } },
  waits: { person: "Lucía Arriaga", letter: "rivers" },
});
