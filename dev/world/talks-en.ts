import { topic, type Topic } from './topics.ts'

/** First talks of clients who write English. */
export const talksEn: readonly Topic[] = [
  topic(
    'Versa Duo for a studio',
    149_000,
    `
    < Hi! Do you ship the Versa Duo to Lyon?
    > Hello Sophie! Yes, by freight, about eight days.
    < Great. What power does it need?
    > 3.5 kW, a 16 A line of its own.
    < Perfect, we have that. Please send an invoice
    > [document] Here it is, valid for two weeks.
    `,
  ),
  topic(
    'Grinder for filter coffee',
    35_500,
    `
    < Is the Tera 64 any good for pour-over?
    > It is: flat burrs and a wide range. Many of our cafés use it for both.
    < How loud is it?
    > About 68 dB, less than most of its size.
    < Sold. I'll pick it up on Friday
    `,
  ),
  topic(
    'Beans, wholesale',
    42_000,
    `
    < Do you sell beans wholesale? We need 25 kg a month
    > We do, from 20 kg at a lower price. Which roast do you like?
    < Medium, for espresso
    > I'll send you two samples for free. Where to?
    < 14 Harbour Street, ask for Tom
    `,
  ),
  topic(
    'Leaking steam wand',
    0,
    `
    < [photo] The steam wand is dripping, is this normal?
    > A few drops after steaming are fine, this is too much. Does it stop when you close it firmly?
    < No, still dripping
    > Then it is the seal, under warranty. A technician can come on Thursday.
    < Thursday works
    `,
  ),
  topic(
    'Barista course',
    12_000,
    `
    < Do you teach in English?
    > We do, every second Saturday.
    < Two seats for the next one please!
    > Booked: Saturday at ten.
    `,
  ),
  topic(
    'Rental for a wedding',
    25_000,
    `
    < Could we rent a machine with a barista for a wedding, 80 guests?
    > Congratulations! Yes, four hours with everything included.
    < Can you do it outdoors?
    > If there is power and a roof above the machine.
    < There is. I'll confirm next week
    `,
  ),
  topic(
    'Cups, set of 6',
    6_800,
    `
    < Are the Nord cups dishwasher safe?
    > They are, at up to 65 degrees.
    < Two sets then
    > On their way tomorrow.
    `,
  ),
  topic(
    'White or cherry?',
    149_000,
    `
    < Which colour is in stock, white or cherry?
    > White is here, cherry takes two weeks.
    < [photo] This is our bar, what would you choose?
    > Cherry, without a doubt.
    < Let's wait two weeks then :)
    `,
  ),
  topic(
    'Water filter',
    5_300,
    `
    < How often should I change the water filter?
    > Every six months with hard water, once a year otherwise.
    < Could you remind me?
    > Of course, noted.
    `,
  ),
  topic(
    'Order status',
    0,
    `
    < Where is my order? It was due yesterday
    > Sorry! It is with the carrier, arriving today before six.
    < It arrived, thank you
    `,
  ),
  topic(
    'Office trial',
    0,
    `
    < Is there a trial before we buy?
    > Two weeks, free of charge, with our beans.
    < Our office manager will write to you
    `,
  ),
  topic(
    'Spare burrs',
    4_100,
    `
    < I need a pair of burrs for the Tera 64
    > In stock, 4,100. Shall we fit them for you?
    < No, I'll do it myself. Is there a manual?
    > [document] Here you are.
    < Thanks a lot
    `,
  ),
]

/** Later talks of the same people. */
export const returnsEn: readonly Topic[] = [
  topic(
    'Beans again',
    4_380,
    `
    < The same beans again, please
    > Gladly! Two kilos leave today.
    < Thank you!
    `,
  ),
  topic(
    'Cleaning',
    890,
    `
    < What do you clean the groups with?
    > A brush every evening and a tablet once a week.
    < One box of tablets please
    `,
  ),
]
