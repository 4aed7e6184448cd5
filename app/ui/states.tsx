import { useLocation } from "@remix-run/react";
import { useI18n } from "~/i18n/use-i18n";
import { ButtonLink } from "./button";
import { FajaBand } from "./faja-band";

type StateProps = {
  /** Where the button leads; the coalition's home inside one. */
  home?: string;
  /** 1 unless the page has its own heading. */
  level?: 1 | 2;
};

function StatusPage({
  title,
  body,
  home,
  level = 1,
  retry,
}: StateProps & { title: string; body: string; retry?: boolean }) {
  const { t } = useI18n();
  const here = useLocation();
  const Heading = level === 1 ? "h1" : "h2";
  return (
    <div className="status-page">
      <FajaBand signed={0} total={90} dye="grana" motif="rombo" width={270} decorative />
      <Heading className="page__title">{title}</Heading>
      <p>{body}</p>
      <div className="btn-row">
        {home && (
          <ButtonLink to={home} reloadDocument variant="primary">
            {t.errors.page.goHome}
          </ButtonLink>
        )}
        {/* A link to this very page: trying again works without script too. */}
        {retry && (
          <ButtonLink to={here} reloadDocument>
            {t.errors.page.reload}
          </ButtonLink>
        )}
      </div>
    </div>
  );
}

/** Nothing at this address, or not for this reader: the two look alike on purpose. */
export function NotFound({ home = "/", level }: StateProps) {
  const { t } = useI18n();
  return <StatusPage title={t.errors.page.notFoundTitle} body={t.errors.page.notFoundBody} {...{ home, level }} />;
}

/** The reader may know that it exists, but may not see it. */
export function NoAccess({ home = "/", level }: StateProps) {
  const { t } = useI18n();
  return <StatusPage title={t.errors.page.forbiddenTitle} body={t.errors.page.forbiddenBody} {...{ home, level }} />;
}

/** No connection. */
export function OfflinePage({ home, level }: StateProps) {
  const { t } = useI18n();
  return <StatusPage title={t.errors.page.offlineTitle} body={t.errors.page.offlineBody} {...{ home, level }} retry />;
}

/** What an error boundary shows for an HTTP status; 0 means that the server was not reached. */
export function ErrorPage({ status = 500, home = "/", level }: StateProps & { status?: number }) {
  const { t } = useI18n();
  const words = t.errors.page;
  if (status === 0) return <OfflinePage {...{ home, level }} />;
  if (status === 401 || status === 403) return <NoAccess {...{ home, level }} />;
  if (status === 429) return <StatusPage title={words.tooManyTitle} body={words.tooManyBody} {...{ home, level }} />;
  if (status >= 400 && status < 500) return <NotFound {...{ home, level }} />;
  return <StatusPage title={words.crashTitle} body={words.crashBody} {...{ home, level }} retry />;
}
