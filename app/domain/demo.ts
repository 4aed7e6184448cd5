/** The password of everybody in the demo; printed on its sign-in page, because signing a letter asks for it again. */
export const DEMO_PASSWORD = "muchas manos, una carta";

/** What of the product is seen first through whose eyes. The others are there too, folded away. */
export const demoTours: Readonly<Record<string, "coordinator" | "lead" | "signatory" | "guest">> = {
  "ruth@demo.conjunta.example": "coordinator",
  "jean-robert@demo.conjunta.example": "lead",
  "helen@demo.conjunta.example": "signatory",
  "lucia@demo.conjunta.example": "signatory",
  "ana@demo.conjunta.example": "guest",
};
