import type { publicPages as english } from "../en/public";
import { plural } from "../plural";

const organizations = (n: number) => plural("es", n, { one: "1 organización", other: `${n} organizaciones` });

export const publicPages: typeof english = {
  letter: {
    metaTitle: ({ letter }) => letter,
    overline: "Carta conjunta",
    overlineDelivered: "Carta conjunta, entregada",
    delivered: "Entregada",
    frozen: "Texto cerrado",
    convened: "Convocan",
    signed: ({ n }) => `${n === 1 ? "Ha firmado" : "Han firmado"} ${organizations(n)}`,
    oneThread: "un hilo por cada una",
    readNames: "Leer los nombres",
    textLabel: "Texto de la carta",
    frozenLine: ({ date }) => `El texto se cerró el ${date}. Nadie puede cambiarlo.`,
    check: "Comprobar este texto",
    pdf: ({ size }) => `Descargar en PDF, ${size}`,
    inLanguage: ({ language }) => `Leerla en ${language}`,
    names: ({ n }) => organizations(n),
    leads: "Convocan",
    signatories: "Firmantes",
    individuals: "A título personal",
    paragraph: ({ n }) => `Párrafo ${n}`,
    edition: ({ n }) => `Edición ${n}`,
    proof: "Cómo comprobar esta carta",
    proofText:
      "Cada organización firmó exactamente este texto. Su huella (SHA-256) se calcula a partir del texto canónico que sigue: asunto, destinatarios, línea de fecha y cuerpo, en letra simple. Quien la calcule de nuevo obtiene los mismos dígitos.",
    hash: "SHA-256 del texto",
    canonical: "El texto canónico",
    description: ({ letter, n }) => `${letter}. Carta conjunta firmada por ${organizations(n)}.`,
  },
  verify: {
    title: "Verificar una carta",
    intro:
      "Pegue el texto de una carta, o los 64 dígitos que están al pie de su PDF. Esta página calcula de nuevo la huella y dice si corresponde a una carta compuesta aquí.",
    input: "Texto o huella",
    inputHint: "El texto completo, como se lee en su página o en el PDF, o solo la huella.",
    submit: "Verificar",
    match: "Coincide",
    noMatch: "No coincide",
    corrupt: "El registro está dañado",
    byHash: "Esta huella corresponde a un texto que se cerró aquí.",
    byCanonical: "Es, signo por signo, un texto que se cerró aquí.",
    byWords: "Son, palabra por palabra y en orden, las palabras de un texto que se cerró aquí.",
    byBody:
      "El cuerpo es, palabra por palabra, el de un texto que se cerró aquí. Su asunto, destinatarios o línea de fecha no están en lo que pegó, o son distintos: conviene compararlos.",
    noMatchText:
      "Ninguna carta compuesta aquí tiene este texto o esta huella. Si cambia una palabra, una coma o un dígito, es otro texto. Una carta que aún se está firmando tampoco se encuentra aquí.",
    corruptText: "El texto guardado ya no produce la huella guardada. Avise a quienes administran este servidor.",
    given: "Huella de lo que usted dio",
    recomputed: "Calculada de nuevo, ahora, a partir del texto guardado",
    stored: "Guardada cuando se cerró el texto",
    language: "Idioma",
    frozenAt: "Cerrado",
    letter: "Carta",
    signedBy: ({ n, edition }) => `${organizations(n)}, edición ${edition}`,
    signatures: "Firmas",
    notPublic: "La carta no es pública, así que no se muestra nada más de ella.",
    showCanonical: "Mostrar el texto canónico",
    command: "sha256sum letter.txt",
    yourself: "Para comprobarlo por su cuenta, guarde el texto canónico en un archivo y ejecute",
    empty: "Escriba antes un texto o una huella.",
  },
};
