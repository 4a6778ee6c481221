/** Divisions of the demo library that finish and service a building; structure.ts explains the notation. */
export const interior = `
division 09 Finishes
section 09-10 Partitions and ceilings
assembly 09-11 Drylining
010 | m² | Metal stud frame 70 mm at 600 mm | stud-metal 2 +5%; track-metal 0.8 +5%; nails 0.05; plasterer 0.22h
020 | m² | Plasterboard 12.5 mm to frame or wall, one layer | plasterboard 1 +8%; nails 0.06; jointing 0.35; plasterer 0.22h
030 | m² | Fire-rated plasterboard 15 mm, one layer | plasterboard-fire 1 +8%; nails 0.07; jointing 0.35; plasterer 0.25h
040 | m² | Partition: 70 mm stud, wool, one board a side | [09-11-010] 1; [07-31-010] 1; [09-11-020] 2
050 | m² | Fire partition: 70 mm stud, wool, two boards a side | [09-11-010] 1; [07-31-010] 1; [09-11-030] 4
060 | m² | Plasterboard ceiling on metal frame | [09-11-020] 1; stud-metal 2.2 +5%; plasterer 0.2h; scissor-lift 0.05h
070 | m² | Suspended ceiling with mineral tiles | ceiling-tile 1 +5%; ceiling-grid 3.4 +5%; plasterer 0.3h; scissor-lift 0.08h
080 | m | Bulkhead in plasterboard, 300 × 300 mm | [09-11-020] 0.6; track-metal 2 +8%; plasterer 0.35h
090 | m² | Acoustic partition: double stud, two boards a side | [09-11-010] 2; [07-31-010] 1; [09-11-020] 4
100 | m² | Wall lining on 70 mm stud, one board | [09-11-010] 1; [09-11-020] 1
110 | m² | Acoustic ceiling baffles | = 72
assembly 09-12 Plaster and render
010 | m² | Gypsum plaster 12 mm to walls | plaster 11 +8%; plasterer 0.3h /1.1
020 | m² | Skim coat 3 mm | plaster 3 +8%; plasterer 0.14h
030 | m² | Cement render 15 mm, two coats | mortar 0.016 +10%; plasterer 0.42h; mixer 0.05h
040 | m² | Thin-coat render on insulation | adhesive 4; plasterer 0.35h; scissor-lift 0.05h
section 09-20 Floors
assembly 09-21 Screeds and floor coverings
010 | m² | Floor screed 65 mm | screed 0.065 +5%; floor-layer 0.2h; laborer 0.1h
020 | m² | Carpet tiles | carpet-tile 1 +5%; adhesive 0.2; floor-layer 0.16h
030 | m² | Vinyl sheet, welded | vinyl 1 +7%; adhesive 0.35; floor-layer 0.24h
040 | m² | Ceramic floor tiles | tile-ceramic 1 +8%; adhesive 4.5; jointing 0.4; tiler 0.7h
050 | m² | Epoxy floor coating, two coats | floor-epoxy 0.7 +8%; painter 0.25h
060 | m² | Insulated screeded floor: 100 mm PIR, 65 mm screed | [07-31-050] 1; [09-21-010] 1
070 | m² | Take up old floor covering | laborer 0.15h
080 | m² | Levelling compound 3 mm | adhesive 4.8 +5%; floor-layer 0.1h
090 | m² | Raised access floor 150 mm | = 64
100 | m² | Entrance matting | = 165
110 | m² | Timber floor, oak engineered | = 78
section 09-30 Wall finishes
assembly 09-31 Tiling and painting
010 | m² | Ceramic wall tiles | tile-ceramic 1 +10%; adhesive 3.5; jointing 0.4; tiler 0.85h
020 | m² | Emulsion paint, two coats on plaster | paint 0.24 +8%; painter 0.14h
030 | m² | Emulsion paint, one mist and two finishing coats | paint 0.36 +8%; painter 0.19h
040 | m | Gloss paint to skirting and trims | gloss 0.03 +10%; painter 0.09h
050 | m² | Gloss paint to doors | gloss 0.22 +10%; painter 0.4h
060 | m² | Masonry paint to facades | paint 0.35 +8%; painter 0.18h; scissor-lift 0.05h
070 | m² | Plaster, mist coat and two coats of emulsion | [09-12-010] 1; [09-31-030] 1
080 | m² | Strip out partitions | laborer 0.3h; truck 0.02h
090 | m² | Strip out suspended ceiling | laborer 0.18h; truck 0.01h
100 | m² | Wall covering, heavy-duty vinyl | vinyl 1 +12%; adhesive 0.3; painter 0.3h
division 22 Plumbing and heating
section 22-10 Pipework
assembly 22-11 Water and heating pipes
010 | m | Copper pipe 15 mm with fittings | copper-15 1 +5%; fitting 0.7; plumber 0.22h
020 | m | Copper pipe 22 mm with fittings | copper-22 1 +5%; fitting 0.6; plumber 0.26h
030 | m | Copper pipe 28 mm with fittings | copper-28 1 +5%; fitting 0.6; plumber 0.3h
040 | m | PEX pipe 16 mm | pex-16 1 +5%; fitting 0.2; plumber 0.1h
050 | m | Pipe insulation 20 mm | pipe-insulation 1 +5%; plumber 0.08h
060 | m | Insulated copper pipe 22 mm | [22-11-020] 1; [22-11-050] 1
070 | m² | Underfloor heating, pipes at 150 mm | pex-16 6.7 +4%; fitting 0.3; plumber 0.24h
080 | m | Insulated copper pipe 28 mm | [22-11-030] 1; [22-11-050] 1
090 | each | Isolating valve 22 mm | fitting 3.5; plumber 0.4h
assembly 22-12 Waste pipes
010 | m | Waste pipe 50 mm with fittings | waste-50 1 +6%; fitting 0.4; plumber 0.2h
020 | m | Soil pipe 110 mm with fittings | soil-110 1 +6%; fitting 0.5; plumber 0.32h
030 | each | Floor drain, stainless | = 145
section 22-20 Fixtures and plant
assembly 22-21 Sanitary fixtures
010 | each | WC suite | wc 1; fitting 3; silicone 0.3; plumber 2.2h
020 | each | Wash basin with mixer | basin 1; fitting 4; silicone 0.3; plumber 1.8h
030 | each | Shower with tray and screen | = 980
040 | each | Accessible toilet, fitted out | [22-21-010] 1; [22-21-020] 1; handrail 2.4; plumber 2h
050 | each | Kitchen sink with mixer | basin 1.3; fitting 5; silicone 0.3; plumber 2.2h
060 | each | Urinal with flush sensor | wc 1.4; fitting 3; plumber 2.4h; electrician 0.5h
assembly 22-22 Heating plant
010 | each | Panel radiator 1.2 kW with valves | radiator 1; fitting 4; plumber 1.6h
020 | each | Condensing boiler 24 kW | boiler 1; fitting 14; copper-28 4; plumber 11h; electrician 2h
030 | each | Air-source heat pump 9 kW | heat-pump 1; fitting 18; copper-28 8; plumber 18h; electrician 6h
040 | m | Ventilation duct 250 mm, insulated | = 58
050 | each | Ventilation unit with heat recovery, 500 m³/h | = 5200
060 | each | Domestic hot water cylinder 200 l | = 1390
070 | each | Ceiling diffuser with box | = 96
division 26 Electrical
section 26-10 Cables and containment
assembly 26-11 Wiring
010 | m | Cable 3 × 1.5 mm² in conduit | cable-1.5 1 +6%; conduit 0.6 +5%; electrician 0.06h
020 | m | Cable 3 × 2.5 mm² in conduit | cable-2.5 1 +6%; conduit 0.6 +5%; electrician 0.065h
030 | m | Cable 5 × 10 mm² on tray | cable-10 1 +4%; electrician 0.09h
040 | m | Data cable Cat 6A | cable-data 1 +8%; electrician 0.03h
050 | m | Cable tray 200 mm | tray 1 +4%; bolts 0.1; electrician 0.25h; scissor-lift 0.06h
060 | m | Fire-resistant cable 2 × 1.5 mm² | cable-1.5 1.9 +6%; electrician 0.09h
section 26-20 Points and boards
assembly 26-21 Points
010 | each | Socket outlet with 12 m of cable | socket 1; [26-11-020] 12; electrician 0.3h
020 | each | Light switch with 10 m of cable | switch 1; [26-11-010] 10; electrician 0.25h
030 | each | LED luminaire with 9 m of cable | luminaire 1; [26-11-010] 9; electrician 0.45h; scissor-lift 0.1h
040 | each | Emergency luminaire with 12 m of cable | emergency-light 1; [26-11-010] 12; electrician 0.5h
050 | each | Data outlet with 35 m of cable | outlet-data 1; [26-11-040] 35; electrician 0.25h
060 | each | Smoke detector with 10 m of cable | detector 1; [26-11-010] 10; electrician 0.4h
070 | each | Workplace: three sockets and two data outlets | [26-21-010] 3; [26-21-050] 2
080 | each | Occupancy sensor | detector 0.9; [26-11-010] 8; electrician 0.35h
090 | each | Charging point 11 kW for vehicles | = 1650
assembly 26-22 Distribution
010 | each | Distribution board, 24 ways | board 1; cable-10 6; electrician 5.5h
020 | each | Main switchboard 400 A | = 8600
030 | each | Earthing and lightning protection, house | = 1450
040 | kWp | Photovoltaic system on roof | = 1480
050 | each | Passenger lift, 8 persons, four stops | = 68500
060 | each | Data cabinet 24 U with patching | = 2350
070 | each | Fire alarm panel, two loops | = 3900
`;
