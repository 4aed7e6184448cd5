import { plural } from "../plural";

export const organizations = {
  count: ({ n }: { n: number }) => plural("en", n, { one: "1 organization", other: `${n} organizations` }),
};
