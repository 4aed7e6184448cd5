/**
 * `npm run admin:invite -- name@organization.org`: makes somebody an administrator of this server and prints a link that sets
 * their password, for the first person of an empty installation. Needs the settings of the server (DATABASE_URL, SECRET,
 * APP_ORIGIN), because the link is made with its secret.
 */
import { isDomainError } from "~/domain/errors";
import { appointAdministrator } from "~/domain/people/request-password-reset.server";
import { EnvError, env } from "~/env.server";
import { closeDatabase } from "~db/client.server";
import { migrate } from "~db/migrate";

async function invite(address: string | undefined): Promise<void> {
  if (!address) throw new Error("Whom? npm run admin:invite -- name@organization.org");
  const settings = env();
  process.env.DATABASE_URL = settings.databaseUrl;
  await migrate(settings.databaseUrl);
  const { token } = await appointAdministrator(address);
  console.log(`${address} is an administrator. This link sets the password, once, within 72 hours:\n`);
  console.log(`${settings.origin}/password/reset/${token}\n`);
}

try {
  await invite(process.argv[2]);
} catch (error) {
  process.exitCode = 1;
  if (isDomainError(error)) console.error("This is no email address.");
  else console.error(error instanceof EnvError || error instanceof Error ? error.message : error);
} finally {
  await closeDatabase();
}
