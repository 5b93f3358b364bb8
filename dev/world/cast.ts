/** The colleagues of the example shop. The first is the admin. */
export const colleagues = {
  anna: { name: 'Анна Лебедева', email: 'demo@beseda.example', role: 'admin' },
  boris: { name: 'Борис Ким', email: 'boris@beseda.example', role: 'member' },
  vera: { name: 'Вера Соколова', email: 'vera@beseda.example', role: 'member' },
  gleb: { name: 'Глеб Орлов', email: 'gleb@beseda.example', role: 'member' },
  daria: { name: 'Daria Novak', email: 'daria@beseda.example', role: 'member' },
} as const
export type ColleagueKey = keyof typeof colleagues

export type ClientProfile = {
  firstName: string
  lastName: string
  language: 'ru' | 'en'
  way: 'telegram' | 'website'
  handle: string | null
}

const person = (
  way: ClientProfile['way'],
  language: ClientProfile['language'],
  name: string,
  handle: string | null = null,
): ClientProfile => {
  const [firstName = name, lastName = ''] = name.split(' ')
  return { firstName, lastName, language, way, handle }
}

/** The clients, in the order in which they first write. */
export const clients: readonly ClientProfile[] = [
  person('telegram', 'ru', 'Марина Ветрова', 'mvetrova'),
  person('website', 'ru', 'Олег Тарасов'),
  person('telegram', 'ru', 'Игнат', 'ignat_brew'),
  person('website', 'en', 'Sophie Laurent'),
  person('telegram', 'ru', 'Лидия Чернова'),
  person('telegram', 'ru', 'Тимур Ахметов', 'timur_a'),
  person('website', 'ru', 'Кофейня «Полдень»'),
  person('telegram', 'en', 'Marek Dvorak', 'marekdv'),
  person('website', 'ru', 'Наталья Гусева'),
  person('telegram', 'ru', 'Роман Ильин', 'roma_ilin'),
  person('telegram', 'ru', 'Эльвира Сафина'),
  person('website', 'en', 'Tom Whitfield'),
  person('website', 'ru', 'Юрий Панфилов'),
  person('telegram', 'ru', 'Ася', 'asya_tea'),
  person('telegram', 'ru', 'Денис Рябов', 'd_ryabov'),
  person('website', 'ru', 'Галина Круглова'),
  person('telegram', 'en', 'Ines Costa', 'inescosta'),
  person('website', 'ru', 'Павел Широков'),
  person('telegram', 'ru', 'Зоя Мельник'),
  person('telegram', 'ru', 'Артём Лосев', 'losev_art'),
  person('website', 'en', 'Hannah Becker'),
  person('website', 'ru', 'Инна Волкова'),
  person('telegram', 'ru', 'Станислав Дудин'),
  person('telegram', 'ru', 'Камила Юсупова', 'kamila_yu'),
  person('website', 'ru', 'Вадим Ершов'),
  person('telegram', 'en', 'Lucas Meyer'),
  person('telegram', 'ru', 'Оксана Бойко', 'oks_boyko'),
  person('website', 'ru', 'Фёдор Климов'),
  person('telegram', 'ru', 'Рената Галеева'),
  person('website', 'en', 'Olivia Grant'),
  person('telegram', 'ru', 'Пётр Синицын', 'sinitsyn_p'),
  person('website', 'ru', 'Жанна Титова'),
  person('telegram', 'ru', 'Михаил Щукин'),
  person('telegram', 'en', 'Piotr Zielinski', 'pzielinski'),
  person('website', 'ru', 'Таисия Комарова'),
  person('telegram', 'ru', 'Евгений Носов', 'zhenya_nosov'),
  person('website', 'en', 'Amelia Hart'),
  person('telegram', 'ru', 'Светлана Дорохова'),
  person('website', 'ru', 'Николай Брагин'),
  person('telegram', 'ru', 'Карина Абрамова', 'karina_ab'),
]
