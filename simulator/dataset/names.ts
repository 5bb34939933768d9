/** Invented people: given and family names of one language area, combined at random. Any likeness is chance. */
const LANGUAGE_AREAS: ReadonlyArray<{ given: string; family: string }> = [
  { given: 'Aoife Cillian Niamh Oisín Saoirse Tadhg', family: 'Brannigan Delahunt Fennelly Keaveney Mulqueen Tormey' },
  { given: 'Amara Chidi Ifeoma Obinna Ngozi Uche', family: 'Adaeze Ekwueme Nnaji Okparaeke Umeadi Onwuzurike' },
  { given: 'Ayumi Haruto Kaede Naoki Rin Sota', family: 'Asakawa Fujinami Kirishima Minazuki Tachihara Yukimori' },
  {
    given: 'Beatriz Caio Iara Murilo Renata Thiago',
    family: 'Alvarenga Boaventura Cerqueira Lindoso Quaresma Valadão',
  },
  {
    given: 'Anneke Bram Fleur Joris Maartje Sjoerd',
    family: 'Achterberg Dijkgraaf Hoekwater Kuijpers Oosterveen Zandstra',
  },
  { given: 'Aylin Baran Defne Emir Selin Tolga', family: 'Akgündüz Bozdağ Çelikkol Karabulut Özbey Yıldırımer' },
  {
    given: 'Anjali Devika Kabir Nikhil Priyanka Rohan',
    family: 'Bhattarai Chaturvedi Deshmane Kulkarnisht Raghunath Venkatappa',
  },
  {
    given: 'Agnieszka Bartosz Kinga Łukasz Małgorzata Zbigniew',
    family: 'Dąbrowiecki Górnicz Jaźwiński Lisowicz Szczygieł Wróblewicz',
  },
  {
    given: 'Amélie Bastien Clémence Étienne Maëlle Rémi',
    family: 'Beauchastel Courtemanche Desrosières Larivoire Montferrier Vauquelle',
  },
  {
    given: 'Dalia Farid Hanan Karim Layla Samir',
    family: 'Al-Mansouri Bakhit Darwazeh El-Khayat Nassereddine Tarabichi',
  },
  { given: 'Hải Lan Minh Phương Thảo Tuấn', family: 'Bùi-Đăng Đặng Hoàng-Lê Nguyễn-An Trịnh Vương' },
  { given: 'Astrid Bjørn Ingrid Leif Solveig Torstein', family: 'Bergsvik Fagerlund Haugestad Kvamme Nordtveit Sætre' },
  {
    given: 'Camila Joaquín Lucía Mateo Ximena Santiago',
    family: 'Arrieta Bustamante Echegoyen Irigaray Peñaranda Zubizarría',
  },
  { given: 'Eun-ji Hyun-woo Ji-ho Min-seo Seo-yeon Tae-yang', family: 'Baek Gwon Hwangbo Namgung Seonu Yeom' },
  { given: 'Aino Eetu Helmi Onni Säde Väinö', family: 'Ahokangas Hietalahti Järvensivu Koskimäki Pihlajisto Ylitörmä' },
  {
    given: 'Abebe Hiwot Kidist Selam Tesfaye Yonas',
    family: 'Alemayehu-Desta Bekelecha Gebreyes Mengistab Teklewold Woldesenbet',
  },
];

/** Full names without repeats; the n-th name does not depend on how many are taken. */
export function* fullNames(): Generator<string> {
  const areas = LANGUAGE_AREAS.map(({ given, family }) => ({ given: given.split(' '), family: family.split(' ') }));
  for (let round = 1; ; round += 1) {
    const suffix = round === 1 ? '' : ` ${round}`;
    for (let step = 0; step < 36; step += 1) {
      for (const { given, family } of areas) {
        // Stepping along the diagonal changes both halves of the name from one step to the next.
        yield `${given[step % 6]} ${family[(step + Math.floor(step / 6)) % 6]}${suffix}`;
      }
    }
  }
}
