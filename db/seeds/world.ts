/**
 * The demo coalition: one small named world that serves seeds, tests, screenshots and docs. Every organization, person and
 * letter is invented. Names are keys: `organizations.ceiba`, `people.lucia`.
 */

type Kind =
  | "human_rights"
  | "faith"
  | "migrants"
  | "land"
  | "legal"
  | "labor"
  | "academic"
  | "women"
  | "indigenous"
  | "other";
export type SeedOrganization = {
  name: string;
  locale: string;
  names?: Record<string, string>;
  acronym?: string;
  country: string;
  place: string;
  scope: "international" | "national" | "state" | "local";
  kind: Kind;
  website?: string;
  parent?: string;
  rule?: "one" | "two";
};

export const coalitions = {
  mesa: {
    slug: "mesa",
    name: "Mesa Hemisférica",
    locale: "es",
    dye: "grana",
    motto: "Joint letters and joint action across the hemisphere",
  },
  watershed: {
    slug: "watershed",
    name: "Two Rivers Watershed Alliance",
    locale: "en",
    dye: "anil",
    motto: "Neighbors for clean water",
  },
} as const;

/** The partners whose people appear by name. */
export const organizations: Record<string, SeedOrganization> = {
  desk: {
    name: "Hemisphere Rights Desk",
    locale: "en",
    names: { es: "Mesa de Derechos del Hemisferio" },
    acronym: "HRD",
    country: "US",
    place: "Washington, DC",
    scope: "national",
    kind: "human_rights",
    website: "https://hemisphere-desk.example",
  },
  ceiba: {
    name: "Casa Ceiba – Refugio y Defensa",
    locale: "es",
    names: { en: "Casa Ceiba – Shelter and Defense" },
    acronym: "Casa Ceiba",
    country: "MX",
    place: "Tapachula, Chiapas",
    scope: "local",
    kind: "migrants",
    website: "https://casa-ceiba.example",
  },
  tzunun: {
    name: "Red de Defensoras Tz’unun",
    locale: "es",
    names: { en: "Tz’unun Network of Women Defenders" },
    country: "GT",
    place: "Cobán",
    scope: "national",
    kind: "women",
    rule: "two",
  },
  jakmel: {
    name: "Sant pou Dwa Moun Jakmèl",
    locale: "ht",
    names: { en: "Jacmel Human Rights Center", es: "Centro de Derechos Humanos de Jacmel" },
    acronym: "SDMJ",
    country: "HT",
    place: "Jakmèl",
    scope: "local",
    kind: "human_rights",
  },
  rioAbajo: {
    name: "Río Abajo – Procesos Comunitarios",
    locale: "es",
    names: { en: "Río Abajo – Community Processes" },
    acronym: "Río Abajo",
    country: "CO",
    place: "Quibdó, Chocó",
    scope: "state",
    kind: "land",
  },
  lempa: {
    name: "Instituto Lempa de Justicia",
    locale: "es",
    names: { en: "Lempa Justice Institute" },
    acronym: "ILJ",
    country: "SV",
    place: "San Salvador",
    scope: "national",
    kind: "legal",
    rule: "two",
  },
  ulua: {
    name: "Unión Sindical Bananera del Ulúa",
    locale: "es",
    names: { en: "Ulúa Banana Workers’ Union" },
    acronym: "USBU",
    country: "HN",
    place: "La Lima, Cortés",
    scope: "national",
    kind: "labor",
  },
  beiraRio: {
    name: "Comissão Pastoral Beira-Rio",
    locale: "pt",
    names: { en: "Riverside Pastoral Commission", es: "Comisión Pastoral Beira-Rio" },
    acronym: "CPBR",
    country: "BR",
    place: "Santarém, Pará",
    scope: "state",
    kind: "faith",
  },
  quisqueya: {
    name: "Centro Quisqueya de Acompañamiento",
    locale: "es",
    names: { en: "Quisqueya Accompaniment Center" },
    acronym: "CQA",
    country: "DO",
    place: "Dajabón",
    scope: "local",
    kind: "migrants",
  },
  chesapeake: {
    name: "Chesapeake Law Human Rights Clinic",
    locale: "en",
    acronym: "CLHRC",
    country: "US",
    place: "Baltimore, MD",
    scope: "local",
    kind: "academic",
  },
  greatLakes: {
    name: "The Great Lakes Colombia Committee",
    locale: "en",
    acronym: "GLCC",
    country: "US",
    place: "Detroit, MI",
    scope: "state",
    kind: "human_rights",
  },
  borderWaters: {
    name: "Border Waters Coalition of Congregations",
    locale: "en",
    acronym: "Border Waters",
    country: "US",
    place: "El Paso, TX",
    scope: "state",
    kind: "faith",
  },
  borderWatersTucson: {
    name: "Border Waters Tucson",
    locale: "en",
    country: "US",
    place: "Tucson, AZ",
    scope: "local",
    kind: "faith",
    parent: "borderWaters",
  },
  prensa: {
    name: "Red Prensa sin Miedo",
    locale: "es",
    names: { en: "Press Without Fear Network" },
    acronym: "RPM",
    country: "MX",
    place: "Veracruz",
    scope: "national",
    kind: "human_rights",
  },
  norte: {
    name: "Kolektif Fanm Nò",
    locale: "ht",
    names: { en: "Women of the North Collective" },
    acronym: "KFN",
    country: "HT",
    place: "Okap",
    scope: "state",
    kind: "women",
  },
  andes: {
    name: "Observatorio Andino de Conflictos",
    locale: "es",
    names: { en: "Andean Observatory of Conflicts" },
    acronym: "OAC",
    country: "PE",
    place: "Cusco",
    scope: "international",
    kind: "academic",
  },
};

/** Partners that appear mostly in lists of signatories: name, language, country, place, kind. */
export const morePartners: [name: string, locale: string, country: string, place: string, kind: Kind][] = [
  ["Pastoral de la Tierra del Norte", "es", "GT", "Cobán", "faith"],
  ["Vecinos del Norte", "es", "US", "Chicago, IL", "migrants"],
  ["La Asamblea de Mujeres del Golfo", "es", "MX", "Coatzacoalcos", "women"],
  ["Alianza por el Agua de Intibucá", "es", "HN", "La Esperanza", "land"],
  ["Sisters of the Open Gate", "en", "US", "St. Louis, MO", "faith"],
  ["Prairie Interfaith Table", "en", "US", "Omaha, NE", "faith"],
  ["El Colectivo Semilla", "es", "SV", "Suchitoto", "land"],
  ["Los Caminantes del Darién", "es", "PA", "Metetí", "migrants"],
  ["Asociación Campesina Alto Sinú", "es", "CO", "Tierralta", "land"],
  ["Corporación Memoria y Puente", "es", "CO", "Medellín", "human_rights"],
  ["Mesa de Mujeres del Pacífico", "es", "CO", "Buenaventura", "women"],
  ["Guardia Ambiental del Naya", "es", "CO", "López de Micay", "indigenous"],
  ["The Carolina Accompaniment Project", "en", "US", "Durham, NC", "human_rights"],
  ["Bay Area Sanctuary Lawyers", "en", "US", "Oakland, CA", "legal"],
  ["Northern Plains Refugee Council", "en", "US", "Fargo, ND", "migrants"],
  ["Quaker Witness of the Upper Midwest", "en", "US", "Minneapolis, MN", "faith"],
  ["Florida Farmworker Voices", "en", "US", "Immokalee, FL", "labor"],
  ["Haitian Families United", "en", "US", "Miami, FL", "migrants"],
  ["Fanm Ayisyèn nan Boston", "ht", "US", "Boston, MA", "women"],
  ["Solidarité Frontalière", "fr", "HT", "Wanament", "human_rights"],
  ["Mouvman Peyizan Latibonit", "ht", "HT", "Gonayiv", "land"],
  ["Òganizasyon Jèn Vanyan", "ht", "HT", "Okay", "other"],
  ["Instituto Maracá de Florestas", "pt", "BR", "Boa Vista", "land"],
  ["Rede Ribeirinha do Tapajós", "pt", "BR", "Itaituba", "indigenous"],
  ["O Fórum das Quebradeiras", "pt", "BR", "Imperatriz", "women"],
  ["Comité de Familiares del Aguán", "es", "HN", "Tocoa", "land"],
  ["Consejo Garífuna de la Bahía", "es", "HN", "Trujillo", "indigenous"],
  ["Casa del Migrante San Rafael", "es", "HN", "Ocotepeque", "migrants"],
  ["Centro Jurídico Ixcán", "es", "GT", "Playa Grande", "legal"],
  ["Consejo de Autoridades K’iche’ del Altiplano", "es", "GT", "Totonicapán", "indigenous"],
  ["Colectiva Ixchel Migrante", "es", "GT", "Quetzaltenango", "women"],
  ["Fundación Cauce", "es", "CR", "San José", "legal"],
  ["Red Nicaragüense en el Exilio", "es", "CR", "San José", "human_rights"],
  ["Albergue Madre Tierra", "es", "MX", "Tenosique", "migrants"],
  ["Comité Sonora de Búsqueda", "es", "MX", "Hermosillo", "human_rights"],
  ["Centro de Derechos Laborales del Bajío", "es", "MX", "Irapuato", "labor"],
  ["Oaxaca Interpreta", "es", "MX", "Oaxaca", "indigenous"],
  ["Centro Loyola de la Amazonía", "es", "PE", "Iquitos", "faith"],
  ["Federación Wampani del Alto Marañón", "es", "PE", "Santa María de Nieva", "indigenous"],
  ["Acción Lacustre Titicaca", "es", "BO", "Copacabana", "land"],
  ["Defensoría Popular del Chaco", "es", "PY", "Filadelfia", "legal"],
  ["Movimiento Barrial Sur", "es", "AR", "Rosario", "other"],
  ["Casa Puerta Abierta", "es", "EC", "Esmeraldas", "migrants"],
  ["Mujeres de la Cuenca", "es", "EC", "Lago Agrio", "women"],
  ["Caribbean Labor Solidarity Desk", "en", "JM", "Kingston", "labor"],
  ["Windward Human Rights Forum", "en", "LC", "Castries", "human_rights"],
  ["A Place at the Table, Appalachia", "en", "US", "Charleston, WV", "faith"],
  ["University Network for Human Mobility", "en", "US", "Tucson, AZ", "academic"],
];

export type SeedPerson = {
  name: string;
  email: string;
  locale: "en" | "es";
  zone: string;
  /** organization key → role and title */
  posts: Record<string, [role: "signatory" | "delegate" | "member", title: string]>;
  coordinates?: (keyof typeof coalitions)[];
  admin?: boolean;
};

const at = (local: string) => `${local}@demo.conjunta.example`;

export const people: Record<string, SeedPerson> = {
  ruth: {
    name: "Ruth Abernathy",
    email: at("ruth"),
    locale: "en",
    zone: "America/New_York",
    posts: { desk: ["signatory", "Executive Director"] },
    coordinates: ["mesa"],
  },
  marvin: {
    name: "Marvin Okafor",
    email: at("marvin"),
    locale: "en",
    zone: "America/New_York",
    posts: { desk: ["delegate", "Advocacy Manager"] },
  },
  noor: {
    name: "Noor Haddad",
    email: at("noor"),
    locale: "en",
    zone: "America/New_York",
    posts: { desk: ["member", "Program Associate"] },
  },
  iracema: {
    name: "Iracema dos Santos",
    email: at("iracema"),
    locale: "en",
    zone: "America/Santarem",
    posts: { beiraRio: ["delegate", "Articuladora"] },
  },
  marlene: {
    name: "Ir. Marlene Tavares",
    email: at("marlene"),
    locale: "es",
    zone: "America/Santarem",
    posts: { beiraRio: ["signatory", "Coordenadora"] },
  },
  lucia: {
    name: "Lucía Arriaga",
    email: at("lucia"),
    locale: "es",
    zone: "America/Mexico_City",
    posts: { ceiba: ["signatory", "Directora"] },
  },
  tomas: {
    name: "Tomás Ek",
    email: at("tomas"),
    locale: "es",
    zone: "America/Mexico_City",
    posts: { ceiba: ["delegate", "Enlace de incidencia"] },
  },
  jacinta: {
    name: "Jacinta Pop",
    email: at("jacinta"),
    locale: "es",
    zone: "America/Mexico_City",
    posts: { ceiba: ["member", "Trabajadora social"] },
  },
  petrona: {
    name: "Petrona Caal",
    email: at("petrona"),
    locale: "es",
    zone: "America/Guatemala",
    posts: { tzunun: ["signatory", "Coordinadora"] },
  },
  domingo: {
    name: "Domingo Coc",
    email: at("domingo"),
    locale: "es",
    zone: "America/Guatemala",
    posts: { tzunun: ["signatory", "Secretario"] },
  },
  marta: {
    name: "Marta Ixcoy",
    email: at("marta"),
    locale: "es",
    zone: "America/Guatemala",
    posts: { tzunun: ["delegate", "Comunicación"] },
  },
  wideline: {
    name: "Wideline Théodore",
    email: at("wideline"),
    locale: "en",
    zone: "America/Port-au-Prince",
    posts: { jakmel: ["delegate", "Koòdonatris"] },
  },
  jean: {
    name: "Jean-Robert Pierre",
    email: at("jean-robert"),
    locale: "en",
    zone: "America/Port-au-Prince",
    posts: { jakmel: ["signatory", "Direktè"] },
  },
  yesenia: {
    name: "Yesenia Mosquera",
    email: at("yesenia"),
    locale: "es",
    zone: "America/Bogota",
    posts: { rioAbajo: ["signatory", "Representante legal"] },
  },
  hernan: {
    name: "Hernán Palacios",
    email: at("hernan"),
    locale: "es",
    zone: "America/Bogota",
    posts: { rioAbajo: ["delegate", "Enlace internacional"] },
  },
  elias: {
    name: "Elías Portillo",
    email: at("elias"),
    locale: "es",
    zone: "America/El_Salvador",
    posts: { lempa: ["signatory", "Director"] },
  },
  claudia: {
    name: "Claudia Menjívar",
    email: at("claudia"),
    locale: "es",
    zone: "America/El_Salvador",
    posts: { lempa: ["signatory", "Coordinadora jurídica"] },
  },
  rene: {
    name: "René Aguilar",
    email: at("rene"),
    locale: "es",
    zone: "America/El_Salvador",
    posts: { lempa: ["delegate", "Abogado"] },
  },
  suyapa: {
    name: "Suyapa Mejía",
    email: at("suyapa"),
    locale: "es",
    zone: "America/Tegucigalpa",
    posts: { ulua: ["signatory", "Presidenta"] },
  },
  altagracia: {
    name: "Altagracia Rosario",
    email: at("altagracia"),
    locale: "es",
    zone: "America/Santo_Domingo",
    posts: { quisqueya: ["signatory", "Directora"] },
  },
  helen: {
    name: "Helen Zhou",
    email: at("helen"),
    locale: "en",
    zone: "America/New_York",
    posts: { chesapeake: ["signatory", "Clinic Director"] },
  },
  dylan: {
    name: "Dylan Price",
    email: at("dylan"),
    locale: "en",
    zone: "America/New_York",
    posts: { chesapeake: ["member", "Clinical Fellow"] },
  },
  susan: {
    name: "Susan Kowalczyk",
    email: at("susan"),
    locale: "en",
    zone: "America/Detroit",
    posts: { greatLakes: ["signatory", "Chair"] },
  },
  daniel: {
    name: "Rev. Daniel Ortega-Hill",
    email: at("daniel"),
    locale: "en",
    zone: "America/Denver",
    posts: { borderWaters: ["signatory", "President"] },
  },
  grace: {
    name: "Grace Whitehorse",
    email: at("grace"),
    locale: "en",
    zone: "America/Phoenix",
    posts: { borderWatersTucson: ["signatory", "Convener"] },
  },
  ximena: {
    name: "Ximena Barradas",
    email: at("ximena"),
    locale: "es",
    zone: "America/Mexico_City",
    posts: { prensa: ["signatory", "Directora"] },
  },
  mirlande: {
    name: "Mirlande Joseph",
    email: at("mirlande"),
    locale: "en",
    zone: "America/Port-au-Prince",
    posts: { norte: ["signatory", "Prezidan"] },
  },
  rocio: {
    name: "Rocío Quispe",
    email: at("rocio"),
    locale: "es",
    zone: "America/Lima",
    posts: { andes: ["signatory", "Directora"] },
  },
  // a guest of one room
  ana: { name: "Ana Lindqvist", email: at("ana"), locale: "en", zone: "Europe/Stockholm", posts: {} },
  // the other coalition, which must not be seen from here; Helen belongs to both
  walter: {
    name: "Walter Bright",
    email: at("walter"),
    locale: "en",
    zone: "America/Chicago",
    posts: { millCreek: ["signatory", "Chair"] },
    coordinates: ["watershed"],
  },
  opal: {
    name: "Opal Jennings",
    email: at("opal"),
    locale: "en",
    zone: "America/Chicago",
    posts: { lowerBend: ["signatory", "Secretary"] },
  },
  // runs the server; no power over letters
  admin: { name: "Sam Rivera", email: at("admin"), locale: "en", zone: "America/New_York", posts: {}, admin: true },
};

/** Partners of the second coalition. The clinic is a partner of both. */
export const watershedOrganizations: Record<string, SeedOrganization> = {
  millCreek: {
    name: "Friends of Mill Creek",
    locale: "en",
    country: "US",
    place: "Peoria, IL",
    scope: "local",
    kind: "land",
  },
  lowerBend: {
    name: "Lower Bend Anglers",
    locale: "en",
    country: "US",
    place: "Alton, IL",
    scope: "local",
    kind: "other",
  },
};

export const campaigns = {
  peace: {
    name: "Promote Peace",
    locale: "en",
    purpose:
      "Support negotiated peace and the communities that keep it alive: implementation of accords, protection of social leaders, a humanitarian border.",
  },
  defenders: {
    name: "Uphold Justice & Defend the Defenders",
    locale: "en",
    purpose:
      "Stand with people who defend rights, land and the truth, and with the courts and journalists who make their work possible.",
  },
  migrants: {
    name: "Protect Migrants & Refugees",
    locale: "en",
    purpose:
      "Access to asylum, due process and dignified reception along the whole route, from Darién to the Rio Grande.",
  },
  land: {
    name: "Advance Land, Economic & Environmental Rights",
    locale: "en",
    purpose: "Rivers, forests and work: consultation before projects, fair wages, and remedies when harm is done.",
  },
} as const;

export type CampaignKey = keyof typeof campaigns;

/** Which of the named partners take part in each campaign; `defenders` also has all of `morePartners`. */
export const takesPart: Record<CampaignKey, string[]> = {
  peace: ["desk", "rioAbajo", "greatLakes", "andes", "chesapeake", "beiraRio"],
  defenders: [
    "desk",
    "tzunun",
    "ceiba",
    "rioAbajo",
    "lempa",
    "ulua",
    "beiraRio",
    "prensa",
    "jakmel",
    "greatLakes",
    "borderWaters",
    "andes",
    "quisqueya",
  ],
  migrants: [
    "desk",
    "ceiba",
    "jakmel",
    "norte",
    "quisqueya",
    "borderWaters",
    "borderWatersTucson",
    "lempa",
    "chesapeake",
    "tzunun",
  ],
  land: ["desk", "beiraRio", "ulua", "tzunun", "rioAbajo", "andes"],
};
