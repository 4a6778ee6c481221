import { expect, it } from 'vitest';
import { bridge, header, importerForTests, road } from './importer.testing.ts';

const { all, importText } = importerForTests();

it('makes a contract a closed public project with its winning bid, usage and prices of the letting', async () => {
  const report = await importText([
    header,
    `${bridge},703-06028,REINFORCING BARS,1000,LBS,1.5`,
    `${bridge},702-51005,"CONCRETE, A, SUBSTRUCTURE",80.5,C.Y.,900`,
  ]);
  expect(report).toMatchObject({
    rows: { read: 2, imported: 2, alreadyThere: 0, rejected: 0 },
    contracts: { read: 1, imported: 1, alreadyThere: 0 },
    items: { read: 2, added: 2, alreadyThere: 0 },
    prices: 2,
    newestLetting: '2024-03-13',
    demo: null,
  });
  expect(
    await all(`select code, name, county, region, currency, status, visibility, source, started_on::text,
      created_by from projects`),
  ).toEqual([
    {
      code: 'B -1-A',
      name: 'Bridge replacement – Lake',
      county: 'Lake',
      region: '4',
      currency: 'USD',
      status: 'closed',
      visibility: 'everyone',
      source: 'bid-tabs',
      started_on: '2024-03-13',
      created_by: null,
    },
  ]);
  expect(
    await all(`select i.code, i.name, i.unit, i.source, s.code as section, s.name as section_name, d.name as division
      from library_items i join sections s on s.id = i.section_id join divisions d on d.id = s.division_id order by 1`),
  ).toEqual([
    {
      code: '702-51005',
      name: 'CONCRETE, A, SUBSTRUCTURE',
      unit: 'C.Y.',
      source: 'bid-tabs',
      section: '702',
      section_name: 'Structural concrete',
      division: 'Structures',
    },
    {
      code: '703-06028',
      name: 'REINFORCING BARS',
      unit: 'LBS',
      source: 'bid-tabs',
      section: '703',
      section_name: 'Reinforcing bars',
      division: 'Structures',
    },
  ]);
  expect(
    await all(`select e.name, e.status, i.code, l.quantity, l.unit_price, u.quantity as used, u.used_at,
        p.unit_price as price, p.unit, p.price_source, s.source, s.captured_at, s.items_processed, s.total_value
      from estimates e join estimate_items l on l.estimate_id = e.id join library_items i on i.id = l.library_item_id
      join estimate_library_usage u on u.estimate_id = e.id and u.library_item_id = i.id
      join price_snapshots s on s.project_id = e.project_id
      join price_snapshot_items p on p.snapshot_id = s.id and p.library_item_id = i.id where i.code = '702-51005'`),
  ).toEqual([
    {
      name: 'Winning bid',
      status: 'frozen',
      code: '702-51005',
      quantity: '80.5',
      unit_price: '900',
      used: '80.5',
      used_at: new Date('2024-03-13T00:00:00Z'),
      price: '900',
      unit: 'C.Y.',
      price_source: 'agreed',
      source: 'bid',
      captured_at: new Date('2024-03-13T00:00:00Z'),
      items_processed: 2,
      total_value: '73950',
    },
  ]);
});

it('sums repeats by quantity, with the price weighted by quantity', async () => {
  const report = await importText([
    header,
    `${bridge},703-06028,REINFORCING BARS,100,LBS,1.00`,
    `${bridge},703-06028,REINFORCING BARS,300,LBS,2.00`,
    `${bridge},702-51005,CONCRETE,5,C.Y.,900.10`,
    `${bridge},702-51005,CONCRETE,2,C.Y.,900.10`,
  ]);
  expect(report).toMatchObject({ repeats: 2, prices: 2 });
  expect(
    await all(`select code, quantity, l.unit_price from estimate_items l
      join library_items i on i.id = l.library_item_id order by code`),
  ).toEqual([
    { code: '702-51005', quantity: '7', unit_price: '900.1' },
    { code: '703-06028', quantity: '400', unit_price: '1.75' },
  ]);
  const [snapshot] = await all('select items_processed, total_value from price_snapshots');
  expect(snapshot).toEqual({ items_processed: 2, total_value: '7000.7' });
});

it('never mixes units: a further one becomes an item of its own', async () => {
  const report = await importText([
    header,
    `${bridge},703-06028,BARS,1,LBS,2`,
    `${road},703-06028,BARS,1,lbs.,3`,
    `${road},703-06028,BARS,5,TON,4000`,
  ]);
  expect(report).toMatchObject({ unitVariants: 1, prices: 3, repeats: 0 });
  await importText([header, `${road.replace('R -2', 'R -3')},703-06028,BARS,2,TON,4100`]);
  expect(
    await all(`select code, i.unit, array_agg(p.unit_price order by p.unit_price)::text as prices
      from library_items i join price_snapshot_items p on p.library_item_id = i.id and p.unit = i.unit
      group by 1, 2 order by 1`),
  ).toEqual([
    { code: '703-06028', unit: 'LBS', prices: '{2,3}' },
    { code: '703-06028 (TON)', unit: 'TON', prices: '{4000,4100}' },
  ]);
});

it('names an item by its commonest description, and one without any by its code', async () => {
  await importText([
    header,
    `${bridge},703-06028,BARS,1,LBS,2`,
    `${road},703-06028,REINFORCING BARS,1,LBS,2`,
    `${road},703-06028,REINFORCING BARS,1,LBS,2`,
    `${road},MISC 1,,1,EACH,2`,
  ]);
  expect(
    await all(`select i.code, i.name, s.code as section, s.name as section_name from library_items i
      join sections s on s.id = i.section_id order by 1`),
  ).toEqual([
    {
      code: '703-06028',
      name: 'REINFORCING BARS',
      section: '703',
      section_name: 'Reinforcing bars',
    },
    { code: 'MISC 1', name: 'MISC 1', section: 'other', section_name: 'Other' },
  ]);
});

it('uses headings, items and projects of the user that have the same code', async () => {
  await all(`with d as (insert into divisions (code, name) values ('mine', 'Mine') returning id),
    s as (insert into sections (division_id, code, name) select id, '703', 'My bars' from d returning id)
    insert into library_items (section_id, code, name, unit) select id, '703-06028', 'My bar', 'lbs' from s`);
  await all(`insert into projects (code, name) values ('R -2-A', 'My road')`);
  const report = await importText([
    header,
    `${bridge},703-06028,BARS,1,LBS,2`,
    `${bridge},703-06030,WIRE,1,LBS,2`,
    `${road},203-02000,FILL,1,C.Y.,2`,
  ]);
  expect(report).toMatchObject({
    contracts: { imported: 1, alreadyThere: 1 },
    items: { read: 3, added: 1, alreadyThere: 1 },
  });
  expect(
    await all(`select i.code, i.name, s.name as section from library_items i
      join sections s on s.id = i.section_id order by 1`),
  ).toEqual([
    { code: '703-06028', name: 'My bar', section: 'My bars' },
    { code: '703-06030', name: 'WIRE', section: 'My bars' },
  ]);
});

it('makes the given users estimators of what it adds', async () => {
  const user = '0e57a000-0000-4000-8000-000000000001';
  const report = await importText([header, `${bridge},703-06028,BARS,1,LBS,2`], {
    members: [user],
  });
  expect(report.members).toBe(1);
  expect(await all('select user_id, role from project_members')).toEqual([
    { user_id: user, role: 'estimator' },
  ]);
});
