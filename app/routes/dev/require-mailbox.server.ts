import { env } from "~/env.server";

/** The inbox page shows everybody's mail: it is there in development and in the demo, and nowhere else. @throws 404 */
export function requireMailbox(): void {
  const { demo, nodeEnv } = env();
  if (!demo && nodeEnv === "production") throw new Response(null, { status: 404 });
}
