import type { CampaignKey } from "./world";

/** Letters of the demo, one in each state of a letter's life, two of them in two languages. */
export type SeedLetter = {
  key: string;
  campaign: CampaignKey;
  lead: string;
  coLeads?: string[];
  editors?: string[];
  status:
    | "drafting"
    | "in_review"
    | "frozen"
    | "open"
    | "closed"
    | "finalized"
    | "delivered"
    | "archived"
    | "cancelled";
  ask: string;
  recipients: { kind: "to" | "cc"; name: string; office: string; address: string }[];
  versions: { locale: string; subject: string; dateLine: string; body: string }[];
};

const house = (name: string, office: string) => ({
  kind: "to" as const,
  name,
  office,
  address: "Washington, DC 20515",
});

export const letters: SeedLetter[] = [
  {
    key: "turnedBack",
    campaign: "migrants",
    lead: "ceiba",
    coLeads: ["desk"],
    editors: ["jakmel", "tzunun"],
    status: "drafting",
    ask: "Guarantee an interview, with interpretation, before any return of a person who fears persecution.",
    recipients: [
      {
        kind: "to",
        name: "The Secretary of Homeland Security",
        office: "Department of Homeland Security",
        address: "Washington, DC 20528",
      },
      {
        kind: "cc",
        name: "The Chair and Ranking Member",
        office: "Subcommittee on Immigration",
        address: "Washington, DC 20515",
      },
    ],
    versions: [
      {
        locale: "en",
        subject: "No one turned back unheard",
        dateLine: "Washington, DC",
        body: `Dear Secretary:

We are organizations that receive, house, represent and accompany families along every stretch of the road from Cap-Haïtien and San Pedro Sula to Tapachula and El Paso. We write to ask that people who seek protection at the border be heard before they are returned.

Since October, our shelters in Tapachula, Tenosique and Reynosa have taken the testimony of more than two thousand people who were returned without any officer asking whether they were afraid. Four in ten were children.

The consequences are known to us by name. In Jacmel, our colleagues have received people sent by air to a country that the Department of State advises no one to visit. In El Progreso, a mothers’ committee has buried two young men who had asked for asylum at a port of entry and were never interviewed.

We therefore ask the Department:

- to hold an interview before any return of a person who expresses fear, in a language that the person speaks;
- to provide interpretation in Haitian Creole, Garífuna, Mam, Q’eqchi’ and K’iche’;
- to publish, each month, the number of people returned without an interview, by nationality and by port of entry.

None of this requires new law. It requires that the law be kept. We would welcome a meeting with your staff when colleagues from Haiti, Honduras, Guatemala and Mexico are in Washington.

Respectfully,`,
      },
      {
        locale: "es",
        subject: "Que nadie sea devuelto sin ser escuchado",
        dateLine: "Washington, D. C.",
        body: `A quien encabeza el Departamento:

Somos organizaciones que reciben, albergan, representan y acompañan a familias en cada tramo del camino entre Cabo Haitiano y San Pedro Sula, Tapachula y El Paso. Escribimos para pedir que se escuche a quienes buscan protección en la frontera antes de devolverlos.

Desde octubre, nuestros albergues en Tapachula, Tenosique y Reynosa han recogido el testimonio de más de dos mil personas devueltas sin que nadie les preguntara si tenían miedo. Cuatro de cada diez eran niñas y niños.

Conocemos las consecuencias por su nombre. En Jacmel, nuestras colegas han recibido a personas enviadas por avión a un país que el Departamento de Estado aconseja no visitar. En El Progreso, un comité de madres ha enterrado a dos jóvenes que pidieron asilo en un puerto de entrada y nunca fueron entrevistados.

Por eso pedimos al Departamento:

- realizar una entrevista antes de cualquier devolución de una persona que exprese temor, en una lengua que hable;
- ofrecer interpretación en criollo haitiano, garífuna, mam, q’eqchi’ y k’iche’;
- publicar cada mes cuántas personas fueron devueltas sin entrevista, por nacionalidad y puerto de entrada.

Nada de esto exige una ley nueva. Exige cumplir la que existe.

Atentamente,`,
      },
    ],
  },
  {
    key: "journalists",
    campaign: "defenders",
    lead: "prensa",
    coLeads: ["desk"],
    status: "in_review",
    ask: "Condition security assistance on results in the investigation of attacks against journalists.",
    recipients: [
      house("Members of the Subcommittee on State and Foreign Operations", "House Committee on Appropriations"),
    ],
    versions: [
      {
        locale: "en",
        subject: "Those who ask questions must be safe",
        dateLine: "Washington, DC",
        body: `Dear Members of the Subcommittee:

In the last twelve months, eleven reporters have been killed in the region for work that many of you have quoted in this building. In nine of the eleven cases nobody has been charged.

A protection mechanism that hands out panic buttons and never asks who pressed the reporter is not protection. Impunity is the message, and it is received in every newsroom.

We ask that report language require, before the next tranche of assistance is released, a public account of each case: which prosecutor holds it, what has been done, and what stands in the way.

Sincerely,`,
      },
    ],
  },
  {
    key: "humanitarian",
    campaign: "peace",
    lead: "rioAbajo",
    coLeads: ["greatLakes"],
    status: "frozen",
    ask: "Keep the verification mission funded and present in Chocó for another year.",
    recipients: [
      { kind: "to", name: "The Secretary of State", office: "Department of State", address: "Washington, DC 20520" },
    ],
    versions: [
      {
        locale: "en",
        subject: "A humanitarian agreement for the Atrato",
        dateLine: "Washington, DC",
        body: `Dear Secretary:

For sixty days this year the boats on the lower Atrato could not move. Schools closed, harvests rotted, and people who were ill could not leave. What ended the confinement was not a battle but a conversation, led by the communities, with the verification mission beside them.

That mission’s mandate for Chocó ends in the spring. We ask that the United States support its renewal, and that assistance reach the ethnic authorities who made the agreement rather than passing them by.

We remain ready to bring their delegates to Washington.

Respectfully,`,
      },
    ],
  },
  {
    key: "rivers",
    campaign: "defenders",
    lead: "desk",
    coLeads: ["tzunun", "beiraRio"],
    status: "open",
    ask: "Keep 25 million dollars for the protection of people who defend land and water, and say where it goes.",
    recipients: [
      house("The Chair and Ranking Member", "House Appropriations Subcommittee on State and Foreign Operations"),
      {
        kind: "cc",
        name: "The Assistant Secretary",
        office: "Bureau of Democracy, Human Rights, and Labor",
        address: "Washington, DC 20520",
      },
    ],
    versions: [
      {
        locale: "en",
        subject: "Protect those who protect the rivers",
        dateLine: "Washington, DC",
        body: `Dear Chair and Ranking Member:

The undersigned organizations work with people who defend rivers and forests from the Polochic to the Tapajós. They are fishermen, catechists, teachers and indigenous authorities. Last year one of them was killed every two days.

Protection works where it is collective. A community radio, a boat that answers, a lawyer who arrives the same day: these have kept people alive where escorts and bulletproof vests did not. They cost little, and they are what the fund that your subcommittee created was meant to pay for.

We respectfully ask that the bill for the coming year:

1. keep no less than 25 million dollars for the protection of people who defend land and water;
2. reserve half of it for organizations led by the communities themselves;
3. require a public report, each year, of where it went and what it changed.

Protecting those who protect the rivers is the least costly climate policy there is, and the most just.

Sincerely,`,
      },
      {
        locale: "es",
        subject: "Proteger a quienes protegen los ríos",
        dateLine: "Washington, D. C.",
        body: `Estimada Presidencia y estimada representación de la minoría:

Las organizaciones firmantes trabajamos con personas que defienden ríos y bosques, desde el Polochic hasta el Tapajós. Son pescadores, catequistas, maestras y autoridades indígenas. El año pasado, cada dos días asesinaron a una de ellas.

La protección funciona cuando es colectiva. Una radio comunitaria, una lancha que responde, una abogada que llega el mismo día: eso ha salvado vidas donde no bastaron escoltas ni chalecos. Cuesta poco, y para eso se creó el fondo de esta subcomisión.

Respetuosamente pedimos que la ley del próximo año:

1. mantenga al menos 25 millones de dólares para la protección de quienes defienden la tierra y el agua;
2. reserve la mitad para organizaciones dirigidas por las propias comunidades;
3. exija un informe público, cada año, sobre el destino de los recursos y lo que cambió con ellos.

Proteger a quienes protegen los ríos es la política climática menos costosa, y la más justa.

Atentamente,`,
      },
    ],
  },
  {
    key: "haiti",
    campaign: "migrants",
    lead: "jakmel",
    coLeads: ["desk"],
    status: "open",
    ask: "Renew temporary protection for Haitian families for eighteen months.",
    recipients: [
      {
        kind: "to",
        name: "The Secretary of Homeland Security",
        office: "Department of Homeland Security",
        address: "Washington, DC 20528",
      },
    ],
    versions: [
      {
        locale: "en",
        subject: "No cliff edge: renew protection for Haitian families",
        dateLine: "Washington, DC",
        body: `Dear Secretary:

On the day the present designation ends, more than three hundred thousand people who work, pay taxes and raise children in this country would have to choose between hiding and returning to a capital where hospitals have closed and armed groups hold the roads.

The statute asks one question: whether conditions permit people to return in safety. They do not. Your own Department says so.

We ask that protection be renewed for eighteen months, and that the decision be announced at least sixty days before the present designation ends, so that no family goes to bed on a cliff edge.

Sincerely,`,
      },
    ],
  },
  {
    key: "wages",
    campaign: "land",
    lead: "ulua",
    coLeads: ["desk"],
    status: "closed",
    ask: "Ask the Trade Representative to open the labor complaint of the Ulúa valley.",
    recipients: [
      {
        kind: "to",
        name: "The United States Trade Representative",
        office: "Executive Office of the President",
        address: "Washington, DC 20508",
      },
    ],
    versions: [
      {
        locale: "en",
        subject: "Fair wages in the valley of the Ulúa",
        dateLine: "Washington, DC",
        body: `Dear Ambassador:

Two years ago the union of the Ulúa valley filed a complaint under the labor chapter. It documents unpaid overtime, dismissals of elected stewards and the poisoning of water on three plantations that sell to stores in your city and ours.

The complaint has not been opened. We ask that it be, this quarter, and that the workers who signed it be heard in the valley, in Spanish, without their employers in the room.

Respectfully,`,
      },
    ],
  },
  {
    key: "justice",
    campaign: "defenders",
    lead: "lempa",
    coLeads: ["desk"],
    status: "finalized",
    ask: "Speak publicly for the release of lawyers held without trial.",
    recipients: [
      { kind: "to", name: "The Secretary of State", office: "Department of State", address: "Washington, DC 20520" },
    ],
    versions: [
      {
        locale: "en",
        subject: "Lawyers are not the crime",
        dateLine: "Washington, DC",
        body: `Dear Secretary:

Five lawyers who represented prisoners under the state of exception are now prisoners themselves. None has seen a judge in person. Their clients have no one.

We ask that the Department raise their names in public and in every meeting, that the Embassy attend each hearing, and that no further assistance go to the units that hold them until they are released or tried in open court.

Respectfully,`,
      },
    ],
  },
  {
    key: "asylumFunds",
    campaign: "migrants",
    lead: "desk",
    coLeads: ["ceiba"],
    status: "delivered",
    ask: "Fund shelters and legal aid along the route, through local organizations.",
    recipients: [
      house("The Chair and Ranking Member", "House Committee on Appropriations"),
      {
        kind: "to",
        name: "The Chair and Ranking Member",
        office: "Senate Committee on Appropriations",
        address: "Washington, DC 20510",
      },
    ],
    versions: [
      {
        locale: "en",
        subject: "Shelter along the whole road",
        dateLine: "Washington, DC",
        body: `Dear Chairs and Ranking Members:

Ninety shelters between Darién and the Rio Grande are run by parishes, unions and neighbors. They sleep forty thousand people on an ordinary night. Most of them have never received a dollar of the assistance that is voted in their name.

We ask that one third of the humanitarian account for the region be reserved for local organizations, in grants small enough for them to apply and quick enough to matter.

Sincerely,`,
      },
      {
        locale: "es",
        subject: "Albergue en todo el camino",
        dateLine: "Washington, D. C.",
        body: `Estimadas Presidencias:

Entre el Darién y el río Bravo hay noventa albergues sostenidos por parroquias, sindicatos y vecindarios. En una noche cualquiera dan techo a cuarenta mil personas. La mayoría nunca ha recibido un dólar de la asistencia que se aprueba en su nombre.

Pedimos que la tercera parte de la cuenta humanitaria para la región se reserve a organizaciones locales, en fondos tan pequeños que puedan solicitarlos y tan rápidos que sirvan.

Atentamente,`,
      },
    ],
  },
  {
    key: "accords",
    campaign: "peace",
    lead: "greatLakes",
    status: "archived",
    ask: "Mark the anniversary of the accord with a resolution.",
    recipients: [house("The Co-Chairs", "Congressional Human Rights Caucus")],
    versions: [
      {
        locale: "en",
        subject: "An accord is kept by people",
        dateLine: "Washington, DC",
        body: `Dear Co-Chairs:

An accord is signed by leaders and kept by people. On this anniversary we ask the Caucus for a resolution that honors those who keep it, village by village, at the cost of their lives.

Sincerely,`,
      },
    ],
  },
  {
    key: "dam",
    campaign: "land",
    lead: "beiraRio",
    status: "cancelled",
    ask: "Ask the bank to suspend the loan until consultation is held.",
    recipients: [
      {
        kind: "to",
        name: "The Executive Director for the United States",
        office: "Inter-American bank of development",
        address: "Washington, DC 20577",
      },
    ],
    versions: [
      {
        locale: "en",
        subject: "No loan before consultation",
        dateLine: "Washington, DC",
        body: `Dear Executive Director:

The loan for the waterway is to be voted next month. The peoples of the river have not been consulted. We ask that the vote wait for them.

Respectfully,`,
      },
    ],
  },
];
