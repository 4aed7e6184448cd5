import type { organizations as en } from "../en/organizations";
import { plural } from "../plural";

export const organizations: typeof en = {
  count: ({ n }) => plural("es", n, { one: "1 organización", other: `${n} organizaciones` }),
};
