import type { ReactNode } from "react";
import type { BoardLetter } from "~/domain/letters/board";
import { useI18n } from "~/i18n/use-i18n";
import { LetterRail } from "~/routes/letters/letter-bar";
import { Cancelled, LetterTabs } from "~/routes/letters/letter-pages";
import { Page, PageHead } from "~/ui/page";

/** A page of work on one letter: the way back, the letter's name, the title, the stages. */
export function LetterPage({
  letter,
  base,
  title,
  actions,
  children,
}: {
  letter: Pick<BoardLetter, "id" | "title" | "locale" | "status" | "campaign">;
  /** The coalition's address, `/c/:slug`. */
  base: string;
  title: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const { t } = useI18n();
  return (
    <Page>
      <PageHead
        title={title}
        breadcrumb={[
          {
            label: <span lang={letter.campaign.locale}>{letter.campaign.name}</span>,
            to: `${base}/campaigns/${letter.campaign.id}`,
          },
          { label: t.signing.letters, to: `${base}/letters` },
          { label: <span lang={letter.locale}>{letter.title}</span>, to: `${base}/letters/${letter.id}` },
        ]}
        actions={actions}
      />
      <LetterRail />
      <Cancelled />
      <LetterTabs />
      <div className="mt-6">{children}</div>
    </Page>
  );
}
