/** Divisions of the demo library in and on the ground; structure.ts explains the notation. */
export const groundworks = `
division 31 Earthwork
section 31-10 Site preparation
assembly 31-11 Clearing and stripping
010 | m² | Clear site vegetation | excavator-8t 0.006h; laborer 0.01h; truck 0.003h
020 | m² | Strip topsoil 200 mm and set aside | excavator-21t 0.006h @90%; operator 0.006h
030 | m³ | Load and haul surplus soil, 15 km | truck 0.11h @90%; loader 0.02h; operator 0.02h
040 | m² | Break up asphalt and dispose | breaker 0.08h @80%; laborer 0.1h; truck 0.03h
050 | each | Fell tree up to 300 mm girth and grub up roots | excavator-8t 1.2h; laborer 2h; truck 0.6h
section 31-20 Excavation
assembly 31-21 Trenches and pits
010 | m³ | Excavate trenches to 1.0 m | excavator-8t 0.1h @90%; operator 0.1h; laborer 0.15h
020 | m³ | Excavate trenches to 2.0 m | excavator-8t 0.13h @90%; operator 0.13h; laborer 0.2h
030 | m³ | Excavate pits for pad footings | excavator-8t 0.12h @90%; operator 0.12h; laborer 0.15h
040 | m² | Trench support with panels | softwood 0.006 +5%; laborer 0.22h; excavator-8t 0.05h
050 | h | Dewatering | dewatering-pump 1h; laborer 0.15h
assembly 31-22 Bulk excavation
010 | m³ | Excavate to reduced level | excavator-21t 0.028h @90%; operator 0.028h
020 | m³ | Excavate rock | excavator-21t 0.22h @85%; breaker 0.2h; operator 0.22h
030 | m³ | Excavate basement | excavator-21t 0.036h @90%; operator 0.036h; truck 0.1h
section 31-30 Filling
assembly 31-31 Fill and subbase
010 | m³ | Backfill with excavated soil, compacted | excavator-8t 0.05h; compactor 0.12h; operator 0.05h; laborer 0.15h
020 | m³ | Hardcore fill, compacted | hardcore 1.9 +5%; loader 0.04h; roller 0.05h; operator 0.09h
030 | m³ | Crushed stone subbase, compacted | crushed-stone 2.1 +4%; loader 0.035h; roller 0.05h; operator 0.085h
040 | m² | Geotextile | geotextile 1 +12%; laborer 0.03h
050 | m² | Ground slab base: 200 mm hardcore, membrane, 100 mm EPS | [31-31-020] 0.2; [07-31-070] 1; [07-31-030] 1
060 | m² | Proof-roll formation | roller 0.008h; operator 0.008h
070 | m³ | Granular fill behind walls | gravel 1.8 +5%; excavator-8t 0.05h; compactor 0.1h; laborer 0.2h
division 32 Exterior works
section 32-10 Pavements
assembly 32-11 Asphalt and paving
010 | t | Asphalt base course | asphalt-base 1 +3%; bitumen-emulsion 1.5; paviour 0.1h x4; asphalt-paver 0.035h; roller 0.05h; operator 0.085h
020 | t | Asphalt surface course | asphalt-surface 1 +3%; bitumen-emulsion 3; paviour 0.12h x4; asphalt-paver 0.04h; roller 0.06h; operator 0.1h
030 | m² | Concrete block paving on sand | paver 1 +4%; sand 0.09 +5%; paviour 0.45h; compactor 0.06h
040 | m | Concrete kerb on foundation | kerb 1 +3%; concrete-c12 0.05 +8%; paviour 0.32h
050 | m² | Car park: subbase 300 mm, base and surface course | [31-31-030] 0.3; [32-11-010] 0.17; [32-11-020] 0.1
060 | m | Road marking line 100 mm | paint 0.06 +10%; painter 0.03h
070 | m² | Mill asphalt 40 mm | asphalt-paver 0.006h; operator 0.008h; truck 0.012h
080 | m² | Concrete paving 120 mm with mesh | [03-33-010] 0.12; [03-22-020] 1; [31-31-030] 0.15
090 | m | Edging 50 × 250 mm | kerb 0.6 +3%; concrete-c12 0.03 +8%; paviour 0.2h
section 32-20 Landscape
assembly 32-21 Planting and fences
010 | m² | Spread topsoil 150 mm | topsoil 0.15 +8%; loader 0.006h; operator 0.006h; laborer 0.03h
020 | m² | Seed lawn | seed 0.035 +5%; laborer 0.03h
030 | m | Mesh fence 2 m high | fence 1 +2%; concrete-c12 0.04 +5%; laborer 0.5h
040 | m² | Lawn: topsoil and seed | [32-21-010] 1; [32-21-020] 1
050 | each | Tree 16 to 18 cm girth, planted and staked | = 340
060 | each | Bicycle rack for ten | = 920
070 | m | Steel guardrail with posts | = 74
division 33 Drainage
section 33-10 Sewers
assembly 33-11 Pipes
010 | m | PVC-U sewer pipe 110 mm | pvc-110 1 +4%; pipe-layer 0.18h
020 | m | PVC-U sewer pipe 160 mm | pvc-160 1 +4%; pipe-layer 0.22h
030 | m | PVC-U sewer pipe 315 mm | pvc-315 1 +3%; pipe-layer 0.38h; excavator-8t 0.08h
040 | m³ | Pipe bedding in sand | sand 1.8 +6%; laborer 0.35h; compactor 0.1h
050 | m | Sewer 160 mm complete: trench, bedding, pipe, backfill | [31-21-020] 1.1; [33-11-040] 0.22; [33-11-020] 1; [31-31-010] 0.85
060 | m | Sewer 315 mm complete: trench, bedding, pipe, backfill | [31-21-020] 1.7; [33-11-040] 0.4; [33-11-030] 1; [31-31-010] 1.2
070 | m | Test and flush sewer | pipe-layer 0.04h; dewatering-pump 0.02h
080 | m | Land drain 110 mm in gravel | pvc-110 1 +4%; gravel 0.3 +6%; geotextile 1.4 +10%; pipe-layer 0.2h; excavator-8t 0.06h
090 | m | Duct 110 mm for cables | pvc-110 1 +4%; pipe-layer 0.14h
assembly 33-12 Manholes and gullies
010 | m | Manhole 1,000 mm, per metre of depth | manhole-ring 1 +2%; mortar 0.02; pipe-layer 2.2h; excavator-8t 0.6h
020 | each | Manhole cover D400 | manhole-cover 1; mortar 0.03; pipe-layer 1.2h
030 | each | Road gully with connection | gully 1; mortar 0.02; concrete-c12 0.15 +8%; pvc-110 3 +5%; pipe-layer 2.4h
040 | each | Manhole 1.5 m deep, complete | [31-21-030] 5; [03-31-010] 0.25; [33-12-010] 1.5; [33-12-020] 1
050 | each | Soakaway of crates, 3 m³ | = 1180
`;
