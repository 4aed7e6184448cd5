import type { signing as en } from "../en/signing";

export const signing: typeof en = {};
