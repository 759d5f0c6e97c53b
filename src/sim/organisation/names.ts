import type { SeededRandom } from "../../kit/seeded-random.ts";
import type { Country } from "./company.ts";

/** A name as its owner writes it, and in the letters a sign-in name may have. */
export type PersonName = Readonly<{ displayName: string; givenName: string; signInName: string }>;

/** Draws a name for somebody at a site in this country; one in eight comes from elsewhere. */
export function drawName(random: SeededRandom, country: Country): PersonName {
  const pool = random.chance(0.125) ? random.pick(ELSEWHERE) : NAMES[country];
  const [given, givenAscii] = random.pick(pool.given);
  const [family, familyAscii] = random.pick(pool.family);
  return {
    displayName: pool.familyFirst ? `${family} ${given}` : `${given} ${family}`,
    givenName: given,
    signInName: `${givenAscii}.${familyAscii}`,
  };
}

/** Longer than any column was planned for: somebody like this is in every real directory. */
export const LONGEST_NAME: PersonName = {
  displayName:
    "Maximiliane Theodora Friederike Alexandra Wilhelmine Henriette Charlotte Freifrau von und zu Schönberg-Hohenlippe-Öttershausen, geborene Gräfin Tallgren-Björkhagen-Löwenström",
  givenName: "Maximiliane",
  signInName: "maximiliane.schoenberg-hohenlippe",
};

type NamePart = readonly [written: string, ascii: string];
type NamePool = Readonly<{ given: readonly NamePart[]; family: readonly NamePart[]; familyFirst: boolean }>;

const NAMES: Readonly<Record<Country, NamePool>> = {
  de: pool(
    "Anna Jonas Lena Lukas Mia Felix Jürgen=juergen Käthe=kaethe Sören=soeren Björn=bjoern Petra Stefan Uwe Heike Katrin Matthias Dörte=doerte Günter=guenter Emine Murat Ole Wiebke Thorsten Ines Holger Nele Finn Jördis=joerdis Karsten Silke",
    "Müller=mueller Schröder=schroeder Weiß=weiss Petersen Hansen Köhler=koehler Böttcher=boettcher Krüger=krueger Lange Voß=voss Jäger=jaeger Yılmaz=yilmaz Schmidt Brandt Lüders=lueders Hoffmann Thießen=thiessen Wagner Öztürk=oeztuerk Behrens Vogel Fröhlich=froehlich Kowalski Sommer Dierks Meyer-Lindholm=meyer-lindholm Großmann=grossmann Ahrens Winkler Paulsen",
  ),
  gb: pool(
    "Oliver Amelia Harry Isla Aoife Siân=sian Callum Fiona Priya Imran Rhys Niamh Gareth Eilidh Thomas Chloë=chloe Duncan Zara Alistair Megan Tariq Hannah Ewan Beatrice Seán=sean",
    "O'Brien=obrien O'Connor=oconnor Smith Taylor MacLeod=macleod McAllister=mcallister Patel Khan Davies Hughes Fraser Armitage Ashworth D'Souza=dsouza Llewellyn Whitaker Okafor Begum Thornton-Hale=thornton-hale Robertson Sutherland Bennett Fitzgerald Ó Súilleabháin=osuilleabhain Wright",
  ),
  us: pool(
    "James Maria José=jose Ashley DeShawn=deshawn Emily Michael Renée=renee Carlos Jennifer Tyler Guadalupe Brandon Nicole Xavier Mei Andre Kimberly Luis Hailey Wyatt Danielle Noah Ximena Curtis",
    "Johnson Garcia Núñez=nunez O'Neill=oneill Williams Nguyen Martínez=martinez Jackson D'Angelo=dangelo Kowalczyk Brown Peña=pena Lindqvist Washington Miller Rodríguez=rodriguez Olsen Thompson Begaye Van der Berg=vanderberg Carter Flores Sorensen Nakamura Hill",
  ),
  jp: {
    ...pool(
      "美咲=misaki 翔太=shota 陽子=yoko 健一=kenichi 葵=aoi 大輔=daisuke 結衣=yui 直樹=naoki 恵=megumi 拓也=takuya さくら=sakura 誠=makoto 真由美=mayumi 悠斗=yuto 千尋=chihiro",
      "田中=tanaka 佐藤=sato 鈴木=suzuki 高橋=takahashi 伊藤=ito 渡辺=watanabe 山本=yamamoto 中村=nakamura 小林=kobayashi 加藤=kato 吉田=yoshida 山田=yamada 佐々木=sasaki 松本=matsumoto 井上=inoue",
    ),
    familyFirst: true,
  },
};

const ELSEWHERE: readonly NamePool[] = [
  pool(
    "Олена=olena Андрій=andrii Марія=mariia Дмитро=dmytro Ірина=iryna Сергій=serhii",
    "Шевченко=shevchenko Коваленко=kovalenko Бондар=bondar Мельник=melnyk Ткачук=tkachuk",
  ),
  pool(
    "Ελένη=eleni Νίκος=nikos Γιώργος=giorgos Σοφία=sofia",
    "Παπαδόπουλος=papadopoulos Γεωργίου=georgiou Νικολάου=nikolaou Δημητρίου=dimitriou",
  ),
  pool("فاطمة=fatima يوسف=youssef ليلى=layla عمر=omar", "الحسن=alhasan منصور=mansour حداد=haddad خليل=khalil"),
  pool(
    "Małgorzata=malgorzata Łukasz=lukasz Zoë=zoe Håkan=hakan Åsa=asa François=francois",
    "Wójcik=wojcik Dvořák=dvorak Sjögren=sjoegren Lefèvre=lefevre Nagy d'Aubigné=daubigne",
  ),
];

/** `Written=ascii` per entry, or one word for both. A name of several words is kept apart from its neighbours by its capital. */
function pool(given: string, family: string): NamePool {
  return { given: parts(given), family: parts(family), familyFirst: false };
}

function parts(text: string): NamePart[] {
  return text.split(/ (?!Súilleabháin|der |Berg)/u).map((entry) => {
    const [written = entry, ascii = entry.toLowerCase()] = entry.split("=");
    return [written, ascii];
  });
}
