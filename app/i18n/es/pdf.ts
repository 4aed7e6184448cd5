import type { pdf as en } from "../en/pdf";
import { plural } from "../plural";

const counted = ({ organizations, individuals = 0 }: { organizations: number; individuals?: number }) => {
  const n = organizations.toLocaleString("es-MX");
  const them = plural("es", organizations, { one: "1 organización", other: `${n} organizaciones` });
  if (individuals === 0) return them;
  const alone = `${plural("es", individuals, { one: "1 persona", other: `${individuals} personas` })} a título personal`;
  return organizations === 0 ? alone : `${them} y ${alone}`;
};

const undersigned = ({ organizations, individuals = 0 }: { organizations: number; individuals?: number }) => {
  const all = organizations + individuals;
  if (all === 0) return "Ninguna organización ha firmado";
  if (all === 1)
    return organizations ? "La organización abajo firmante" : "La persona abajo firmante, a título personal";
  const first = organizations === 1 ? "La organización" : `Las ${organizations.toLocaleString("es-MX")} organizaciones`;
  if (individuals === 0) return `${first} abajo firmantes`;
  const people = counted({ organizations: 0, individuals });
  return organizations ? `${first} y ${people}, abajo firmantes` : `Las ${people}, abajo firmantes`;
};

export const pdf: typeof en = {
  counted,
  undersigned,
  listedNext: ({ pages, ...counts }) => {
    const verb = counts.organizations + (counts.individuals ?? 0) > 1 ? "figuran" : "figura";
    return `${undersigned(counts)} ${verb} en ${pages > 1 ? "las páginas siguientes" : "la página siguiente"}`;
  },
  lead: "organización convocante",
  coLead: "organización coconvocante",
  convenedBy: "Convocan",
  signatories: "Firmantes",
  individuals: "A título personal",
  individualsNote: "La pertenencia se indica solo como referencia.",
  threads: ({ organizations, per }) => {
    if (organizations === 1) return "Una organización, un hilo";
    return `${counted({ organizations })}, un hilo por cada ${per > 1 ? per : "una"}`;
  },
  bandAlt: ({ organizations }) =>
    organizations === 1
      ? "Una faja tejida con el hilo de la organización que firmó"
      : `Una faja tejida con los hilos de las ${counted({ organizations })} que firmaron`,
  edition: ({ number }) => `Edición ${number}`,
  frozen: ({ date }) => `Texto cerrado el ${date}`,
  verifyAt: ({ address }) => `se verifica en ${address}`,
  verifyThis: "Para comprobar que este es el texto que se firmó:",
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
    office: ({ office }) => `Oficina: ${office}`,
  },
};
