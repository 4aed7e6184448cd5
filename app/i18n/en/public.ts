import { plural } from "../plural";

const organizations = (n: number) => plural("en", n, { one: "1 organization", other: `${n} organizations` });

export const publicPages = {
  letter: {
    metaTitle: ({ letter }: { letter: string }) => letter,
    overline: "Joint letter",
    overlineDelivered: "Joint letter, delivered",
    delivered: "Delivered",
    frozen: "Text frozen",
    convened: "Convened by",
    signed: ({ n }: { n: number }) => `${organizations(n)} ${n === 1 ? "has" : "have"} signed`,
    oneThread: "one thread for each",
    readNames: "Read the names",
    textLabel: "Text of the letter",
    frozenLine: ({ date }: { date: string }) => `The text was frozen on ${date}. Nobody can change it.`,
    check: "Check this text",
    pdf: ({ size }: { size: string }) => `Download as PDF, ${size}`,
    inLanguage: ({ language }: { language: string }) => `Read it in ${language}`,
    names: ({ n }: { n: number }) => organizations(n),
    leads: "Convened by",
    signatories: "Signatories",
    individuals: "In an individual capacity",
    paragraph: ({ n }: { n: number }) => `Paragraph ${n}`,
    edition: ({ n }: { n: number }) => `Edition ${n}`,
    proof: "How to check this letter",
    proofText:
      "Each organization signed exactly this text. Its fingerprint (SHA-256) is computed from the canonical text below: subject, recipients, date line and body, in plain letters. Whoever computes it again gets the same digits.",
    hash: "SHA-256 of the text",
    canonical: "The canonical text",
    description: ({ letter, n }: { letter: string; n: number }) =>
      `${letter}. A joint letter signed by ${organizations(n)}.`,
  },
  verify: {
    title: "Verify a letter",
    intro:
      "Paste the text of a letter, or the 64 digits that stand in the footer of its PDF. This page computes the fingerprint again and says whether it belongs to a letter that was composed here.",
    input: "Text or hash",
    inputHint: "The whole text, as you read it on its page or in the PDF, or the hash alone.",
    submit: "Verify",
    match: "It matches",
    noMatch: "It does not match",
    corrupt: "The record is damaged",
    byHash: "This hash belongs to a text that was frozen here.",
    byCanonical: "This is, sign for sign, a text that was frozen here.",
    byWords: "These are, word for word and in order, the words of a text that was frozen here.",
    byBody:
      "The body is, word for word, that of a text that was frozen here. Its subject, recipients or date line are not in what you pasted, or are different: compare them.",
    noMatchText:
      "No letter that was composed here has this text or this hash. If one word, comma or digit differs, it is another text. A letter that is still being signed is not found here either.",
    corruptText: "The stored text does not give the stored hash any more. Tell those who run this server.",
    given: "Fingerprint of what you gave",
    recomputed: "Computed again just now from the stored text",
    stored: "Stored when the text was frozen",
    language: "Language",
    frozenAt: "Frozen",
    letter: "Letter",
    signedBy: ({ n, edition }: { n: number; edition: number }) => `${organizations(n)}, edition ${edition}`,
    signatures: "Signatures",
    notPublic: "The letter is not public, so nothing else about it is shown.",
    showCanonical: "Show the canonical text",
    command: "sha256sum letter.txt",
    yourself: "To check it yourself, save the canonical text as a file and run",
    empty: "Write a text or a hash first.",
  },
};
