/** Divisions of the demo library that close a building; structure.ts explains the notation. */
export const envelope = `
division 06 Carpentry
section 06-10 Timber frame
assembly 06-11 Walls and floors
010 | m² | Stud wall 38 × 89 mm at 400 mm | stud-38x89 3.4 +8%; nails 0.18; carpenter 0.42h
020 | m² | Stud wall 38 × 140 mm at 600 mm | stud-38x140 2.5 +8%; nails 0.18; carpenter 0.44h
030 | m² | Joists 45 × 195 mm at 400 mm | joist-45x195 2.7 +6%; nails 0.2; carpenter 0.35h
040 | m² | Joists 45 × 245 mm at 400 mm | joist-45x245 2.7 +6%; nails 0.22; carpenter 0.4h
050 | m² | OSB sheathing 12 mm to walls | osb-12 1 +10%; nails 0.12; carpenter 0.15h
060 | m² | OSB deck 18 mm to floors | osb-18 1 +8%; nails 0.14; carpenter 0.16h
070 | m³ | Glulam beams and columns | glulam 1 +3%; bolts 9; carpenter 9h; crane-mobile 1.5h
080 | m² | External timber-frame wall, insulated | [06-11-020] 1; [06-11-050] 1; [07-31-010] 1; [07-31-060] 1
090 | m² | Timber floor: joists 245 mm and OSB deck | [06-11-040] 1; [06-11-060] 1
100 | m | Sole plate with damp-proof course | stud-38x140 1 +5%; dpc 1 +5%; nails 0.05; carpenter 0.14h
assembly 06-12 Roof carpentry
010 | each | Trussed rafters, 9 m span | truss 1 +1%; nails 0.4; carpenter 0.7h x2; telehandler 0.15h
020 | m³ | Rafters, hips and valleys in sawn softwood | softwood 1 +10%; nails 7; carpenter 20h
030 | m² | Battens to roof | batten 3.6 +8%; nails 0.1; carpenter 0.12h
040 | m | Fascia and soffit boards | softwood 0.008 +12%; nails 0.05; gloss 0.08; carpenter 0.35h
050 | m² | OSB deck 18 mm to roofs | osb-18 1 +8%; nails 0.14; carpenter 0.2h
section 06-20 Cladding and joinery
assembly 06-21 Timber cladding
010 | m² | Larch cladding on battens | cladding-larch 1 +10%; batten 2 +8%; nails 0.2; carpenter 0.65h
020 | m | Skirting | trim-mdf 1 +8%; nails 0.03; carpenter 0.13h
030 | m | Architrave | trim-mdf 1 +10%; nails 0.03; carpenter 0.12h
040 | each | Kitchen units with worktop, average | = 6400
050 | each | Built-in wardrobe | = 1250
060 | m | Window board in primed MDF | trim-mdf 2.2 +8%; nails 0.04; carpenter 0.3h
070 | m | Handrail in hardwood on brackets | = 46
division 07 Roofing and insulation
section 07-10 Pitched roofs
assembly 07-11 Tiles and slates
010 | m² | Concrete roof tiles | tile-concrete 10.5 +5%; nails 0.1; roofer 0.38h; telehandler 0.03h
020 | m² | Natural slates | slate 20 +8%; nails 0.2; roofer 0.85h; telehandler 0.03h
030 | m² | Roofing underlay | vapour-barrier 1 +12%; roofer 0.06h
040 | m | Ridge tiles, dry fixed | tile-concrete 3.2 +5%; roofer 0.35h
050 | m² | Tiled roof on battens and underlay | [07-11-010] 1; [06-12-030] 1; [07-11-030] 1
assembly 07-12 Sheet metal
010 | m² | Standing seam roof | metal-sheet 1 +8%; nails 0.1; roofer 0.6h; telehandler 0.04h
020 | m² | Insulated sandwich panel roof | sandwich-panel 1 +4%; nails 0.25; roofer 0.28h; crane-mobile 0.03h
030 | m² | Insulated sandwich panel walls | sandwich-panel 1 +5%; nails 0.25; roofer 0.32h; scissor-lift 0.15h
040 | m² | Trapezoidal sheet wall cladding | metal-sheet 0.9 +6%; nails 0.2; roofer 0.35h; scissor-lift 0.12h
section 07-20 Flat roofs and rainwater
assembly 07-21 Flat roofs
010 | m² | Bitumen roofing, two layers | bitumen-membrane 2 +10%; bitumen-emulsion 0.3; roofer 0.35h
020 | m² | EPDM roofing, bonded | epdm 1 +8%; adhesive 0.5; roofer 0.25h
030 | m² | Warm flat roof: vapour barrier, 200 mm PIR, EPDM | [07-31-060] 1; [07-31-040] 2; [07-21-020] 1
040 | each | Rooflight 1.2 × 1.2 m | = 1150
050 | m² | Extensive green roof | = 68
060 | m | Upstand in EPDM to 300 mm | epdm 0.5 +15%; adhesive 0.3; roofer 0.3h
assembly 07-22 Flashings and gutters
010 | m | Aluminium flashing | flashing 1 +8%; silicone 0.1; roofer 0.22h
020 | m | Gutter 125 mm | gutter 1 +5%; roofer 0.2h
030 | m | Downpipe 100 mm | downpipe 1 +5%; roofer 0.2h
040 | each | Roof outlet with overflow | flashing 2; silicone 0.5; roofer 1.6h
section 07-30 Insulation
assembly 07-31 Thermal insulation
010 | m² | Mineral wool 100 mm between studs | wool-100 1 +5%; carpenter 0.09h
020 | m² | Mineral wool 200 mm in roofs | wool-200 1 +5%; carpenter 0.11h
030 | m² | EPS 100 mm below slabs | eps-100 1 +4%; laborer 0.06h
040 | m² | PIR 100 mm to flat roofs | pir-100 1 +5%; roofer 0.1h
050 | m² | PIR 100 mm below screeds | pir-100 1 +4%; laborer 0.08h
060 | m² | Vapour barrier, taped | vapour-barrier 1 +12%; silicone 0.03; carpenter 0.06h
070 | m² | Damp-proof membrane below slabs | dpm 1 +15%; laborer 0.03h
080 | m² | Mineral wool 200 mm to facades | wool-200 1 +5%; anchor 0.3; carpenter 0.2h
090 | m² | EPS 100 mm to facades, bonded and meshed | eps-100 1 +5%; adhesive 9; plasterer 0.45h
division 08 Openings
section 08-10 Windows and glazing
assembly 08-11 Windows
010 | m² | PVC-U windows, triple glazed | window-pvc 1; silicone 0.7; glazier 0.7h
020 | m² | Aluminium windows, triple glazed | window-alu 1; silicone 0.7; glazier 0.8h
030 | m² | Curtain wall | curtain-wall 1 +2%; silicone 0.4; glazier 1.1h x2; scissor-lift 0.5h
040 | m | Window sill, aluminium | flashing 1 +5%; silicone 0.2; glazier 0.2h
050 | each | Make good plaster round a window | plaster 9 +10%; trim-mdf 1.4; plasterer 0.9h
060 | each | Window 1.2 × 1.4 m complete with sill and making good | [08-11-010] 1.68; [08-11-040] 1.3; [08-11-050] 1
070 | each | Window 1.8 × 1.4 m complete with sill and making good | [08-11-010] 2.52; [08-11-040] 1.9; [08-11-050] 1
080 | m² | Replace glazing unit | = 185
section 08-20 Doors
assembly 08-21 Door sets
010 | each | Internal door set | door-internal 1; ironmongery 1; silicone 0.2; glazier 1.6h
020 | each | Fire door set EI 30 | door-fire 1; ironmongery 1.2; silicone 0.5; glazier 2.2h
030 | each | External door set | door-external 1; ironmongery 1.5; silicone 0.8; glazier 3h
040 | each | Double fire door set EI 30 | door-fire 2; ironmongery 2.2; silicone 0.8; glazier 3.8h
050 | m² | Sectional overhead door, motorised | shutter 1; anchor 0.5; glazier 0.9h x2; electrician 0.2h; scissor-lift 0.3h
060 | each | Loading dock leveller | = 7900
070 | m² | Glazed office partition | = 310
080 | each | Steel security door | = 1420
090 | each | Automatic sliding door, two leaves | = 9800
`;
