import type { pdf as en } from "../en/pdf";
import { plural } from "../plural";

const counted = ({ organizations, individuals = 0 }: { organizations: number; individuals?: number }) => {
  const n = organizations.toLocaleString("es-MX");
  const them = plural("es", organizations, { one: "1 organización", other: `${n} organizaciones` });
  if (individuals === 0) return them;
  const alone = `${plural("es", individuals, { one: "1 persona", other: `${individuals} personas` })} a título personal`;
  return organizations === 0 ? alone : `${them} y ${alone}`;
};

export const pdf: typeof en = {
  re: "Asunto:",
  cc: "Con copia:",
  counted,
  undersigned: ({ organizations, individuals = 0 }) => {
    if (organizations + individuals === 0) return "Ninguna organización ha firmado";
    if (organizations === 1 && individuals === 0) return "La organización abajo firmante";
    const article = organizations === 1 || (organizations === 0 && individuals === 1) ? "La" : "Las";
    const text = counted({ organizations, individuals }).replace(/^1 /, "");
    return `${article} ${text} abajo firmante${organizations + individuals === 1 ? "" : "s"}`;
  },
  listedNext: ({ sentence, pages }) =>
    pages > 1 ? `${sentence} figuran en las páginas siguientes` : `${sentence} figuran en la página siguiente`,
  lead: "organización convocante",
  coLead: "organización coconvocante",
  individual: "a título personal",
  convenedBy: "Convocan",
  signatories: "Firmantes",
  individuals: "A título personal",
  individualsNote: "La pertenencia se indica solo como referencia.",
  threads: ({ organizations, per }) =>
    organizations === 1
      ? "Una organización, un hilo"
      : per > 1
        ? `${counted({ organizations })}, un hilo por cada ${per}`
        : `${counted({ organizations })}, un hilo por cada una`,
  bandAlt: ({ organizations }) =>
    organizations === 1
      ? "Una faja tejida con el hilo de la organización que firmó"
      : `Una faja tejida con los hilos de las ${counted({ organizations })} que firmaron`,
  letterheadAlt: ({ coalition }) => `Emblema de ${coalition}`,
  edition: ({ number }) => `Edición ${number}`,
  frozen: ({ date }) => `Texto cerrado el ${date}`,
  verifyAt: ({ address }) => `se verifica en ${address}`,
  page: ({ page, pages }) => `${page} de ${pages}`,
  csv: {
    organization: "Organización",
    acronym: "Sigla",
    country: "País",
    state: "Estado",
    role: "Papel en la carta",
    requestedBy: "Solicitó la firma",
    confirmedBy: "Autorizó la firma",
    confirmedAt: "Fecha de la firma",
    language: "Idioma leído",
    textVersion: "Versión del texto",
    sha256: "SHA-256 del texto",
    states: {
      invited: "Sin respuesta",
      considering: "En lectura",
      pending_approval: "Con la persona autorizada",
      confirmed: "Firmó",
      declined: "No firma",
      withdrawn: "Retiró la firma",
    },
  },
  calendar: {
    allDayNote: ({ zone }) => `Todo el día (${zone})`,
    office: ({ office }) => `Oficina: ${office}`,
  },
};
