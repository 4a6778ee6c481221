/**
 * Divisions of the demo library that carry a building. One item a line: the end of its code | unit | name |
 * build-up per unit. In a build-up `plywood 0.3 +10%` is material with wastage, `carpenter 0.8h x2 /0.9` labor
 * by hours, crew and productivity, `poker 0.3h @80%` equipment by hours and utilisation, `[03-31-020] 1.05`
 * another item; `= 950` is a price for the whole.
 */
export const structure = `
division 03 Concrete
section 03-10 Formwork
assembly 03-11 Formwork to foundations
010 | m² | Formwork to sides of strip footings | plywood 0.28 +10%; softwood 0.012 +10%; nails 0.15; form-oil 0.1; carpenter 0.55h; laborer 0.2h
020 | m² | Formwork to sides of pad footings | plywood 0.3 +10%; softwood 0.014 +10%; nails 0.18; form-oil 0.1; carpenter 0.6h; laborer 0.2h
030 | m² | Formwork to ground beams and pile caps | plywood 0.3 +10%; softwood 0.016 +10%; nails 0.2; form-oil 0.1; carpenter 0.65h; laborer 0.25h
040 | m | Formwork to kickers up to 150 mm | plywood 0.05 +10%; softwood 0.004 +10%; nails 0.04; carpenter 0.22h
assembly 03-12 Formwork to walls and columns
010 | m² | Formwork to walls, straight | plywood 0.25 +10%; softwood 0.018 +8%; nails 0.2; form-oil 0.1; carpenter 0.7h; laborer 0.3h; crane-tower 0.05h
020 | m² | Formwork to walls, curved | plywood 0.4 +20%; softwood 0.03 +12%; nails 0.3; form-oil 0.1; carpenter 1.3h; laborer 0.4h; crane-tower 0.06h
030 | m² | Formwork to rectangular columns | plywood 0.3 +12%; softwood 0.022 +10%; nails 0.25; form-oil 0.12; carpenter 0.95h; laborer 0.3h
040 | m² | Formwork to circular columns | plywood 0.5 +20%; softwood 0.03 +12%; nails 0.3; form-oil 0.12; carpenter 1.5h; laborer 0.4h
assembly 03-13 Formwork to slabs, beams and stairs
010 | m² | Formwork to slab soffits, up to 3.5 m high | plywood 0.2 +10%; softwood 0.015 +8%; nails 0.1; form-oil 0.1; carpenter 0.6h; laborer 0.25h
020 | m² | Formwork to beam sides and soffits | plywood 0.3 +12%; softwood 0.022 +10%; nails 0.2; form-oil 0.1; carpenter 0.95h; laborer 0.3h
030 | m | Formwork to slab edges up to 300 mm | plywood 0.1 +10%; softwood 0.006 +10%; nails 0.06; carpenter 0.3h
040 | m² | Formwork to stairs | plywood 0.45 +18%; softwood 0.03 +12%; nails 0.3; form-oil 0.12; carpenter 1.6h; laborer 0.4h
050 | m² | Formwork to slab soffits, 3.5 to 5 m high | plywood 0.2 +10%; softwood 0.022 +8%; nails 0.1; form-oil 0.1; carpenter 0.75h; laborer 0.35h
060 | each | Box out opening up to 0.5 m² | plywood 0.6 +15%; softwood 0.01 +10%; nails 0.2; carpenter 0.8h
section 03-20 Reinforcement
assembly 03-21 Reinforcing bars
010 | kg | Reinforcing bars 8 to 12 mm, cut, bent and fixed | rebar 1 +4%; tie-wire 0.012; spacer 0.25; steel-fixer 0.018h
020 | kg | Reinforcing bars 14 to 20 mm, cut, bent and fixed | rebar 1 +4%; tie-wire 0.009; spacer 0.15; steel-fixer 0.014h
030 | kg | Reinforcing bars 25 to 32 mm, cut, bent and fixed | rebar 1 +3%; tie-wire 0.006; spacer 0.1; steel-fixer 0.012h; crane-tower 0.001h
040 | kg | Links and stirrups 6 to 10 mm | rebar 1 +5%; tie-wire 0.02; steel-fixer 0.026h
050 | kg | Reinforcing bars, epoxy coated | rebar-epoxy 1 +4%; tie-wire 0.012; spacer 0.25; steel-fixer 0.02h
060 | each | Starter bar drilled and resin-fixed | rebar 1.4 +2%; epoxy-resin 0.06 +10%; steel-fixer 0.25h; breaker 0.08h @70%
assembly 03-22 Reinforcing mesh
010 | m² | Steel mesh A142 in slabs | mesh-a142 1 +12%; spacer 1.5; steel-fixer 0.06h
020 | m² | Steel mesh A193 in slabs | mesh-a193 1 +12%; spacer 1.5; steel-fixer 0.065h
030 | m² | Steel mesh A252 in slabs | mesh-a252 1 +12%; spacer 1.5; steel-fixer 0.075h
040 | m² | Steel mesh A393 in slabs | mesh-a393 1 +12%; spacer 1.5; steel-fixer 0.09h
section 03-30 Cast concrete
assembly 03-31 Concrete in foundations
010 | m³ | Concrete C12/15 in blinding | concrete-c12 1 +8%; concretor 0.7h /1.1; laborer 0.4h
020 | m³ | Concrete C25/30 in strip footings | concrete-c25 1 +5%; concretor 1.2h /1.1; poker 0.35h @80%
030 | m³ | Concrete C25/30 in pad footings | concrete-c25 1 +5%; concretor 1.1h /1.1; poker 0.35h @80%
040 | m³ | Concrete C30/37 in ground beams | concrete-c30 1 +5%; concretor 1.4h; poker 0.4h @80%
050 | m³ | Concrete C30/37 in pile caps | concrete-c30 1 +4%; concretor 1.2h; poker 0.4h @80%; concrete-pump 0.08h
assembly 03-32 Concrete in the frame
010 | m³ | Concrete C30/37 in walls | concrete-c30 1 +5%; concretor 1.6h; poker 0.5h @85%; concrete-pump 0.1h
020 | m³ | Concrete C30/37 in columns | concrete-c30 1 +5%; concretor 2.2h; poker 0.6h @85%; crane-tower 0.2h
030 | m³ | Concrete C30/37 in beams | concrete-c30 1 +5%; concretor 1.7h; poker 0.5h @85%; concrete-pump 0.1h
040 | m³ | Concrete C30/37 in suspended slabs | concrete-c30 1 +4%; concretor 1.3h; poker 0.4h @85%; concrete-pump 0.09h
050 | m³ | Concrete C30/37 in stairs | concrete-c30 1 +6%; concretor 2.6h /0.9; poker 0.6h @80%
060 | m³ | Concrete C35/45 in watertight walls | concrete-c35 1 +5%; concretor 1.8h; poker 0.6h @85%; concrete-pump 0.1h
070 | m³ | Concrete C30/37 in upstands and parapets | concrete-c30 1 +6%; concretor 2.4h /0.9; poker 0.6h @80%
assembly 03-33 Ground slabs
010 | m³ | Concrete C25/30 in ground slabs | concrete-c25 1 +4%; concretor 1h /1.1; poker 0.3h @80%
020 | m³ | Concrete C30/37 with steel fibres in industrial slabs | concrete-fibre 1 +3%; concretor 0.8h /1.15; concrete-pump 0.06h
030 | m² | Power-floated finish | concretor 0.08h; power-float 0.06h
040 | m | Saw-cut contraction joint | joint-cutter 0.06h; laborer 0.06h; silicone 0.2 +5%
050 | m | Expansion joint with dowels | dowel 3.3 +2%; silicone 0.3 +5%; concretor 0.25h
060 | m² | Cure and protect slab | form-oil 0.12; laborer 0.03h
070 | m³ | Concrete C25/30 in machine bases | concrete-c25 1 +5%; concretor 1.5h; poker 0.4h @80%
section 03-40 Reinforced elements
assembly 03-41 Reinforced foundations
010 | m³ | Reinforced concrete strip footing, complete | [03-31-020] 1; [03-21-010] 95; [03-11-010] 2.5
020 | m³ | Reinforced concrete pad footing, complete | [03-31-030] 1; [03-21-020] 85; [03-11-020] 2
030 | m³ | Reinforced concrete ground beam, complete | [03-31-040] 1; [03-21-020] 110; [03-11-030] 5
040 | m³ | Reinforced concrete pile cap, complete | [03-31-050] 1; [03-21-030] 120; [03-11-030] 3
050 | m | House foundation of trench, blinding and strip footing | [31-21-010] 0.55; [03-31-010] 0.03; [03-41-010] 0.24
assembly 03-42 Reinforced frame
010 | m³ | Reinforced concrete column, complete | [03-32-020] 1; [03-21-030] 150; [03-21-040] 30; [03-12-030] 9
020 | m³ | Reinforced concrete beam, complete | [03-32-030] 1; [03-21-020] 130; [03-21-040] 30; [03-13-020] 6.5
030 | m² | Reinforced concrete slab 200 mm, complete | [03-32-040] 0.2; [03-21-010] 19; [03-13-010] 1
040 | m² | Reinforced concrete wall 250 mm, complete | [03-32-010] 0.25; [03-21-010] 24; [03-12-010] 2
050 | m³ | Reinforced concrete stair, complete | [03-32-050] 1; [03-21-010] 110; [03-13-040] 6.2
section 03-50 Precast concrete
assembly 03-51 Precast floors and stairs
010 | m² | Hollow-core slab 200 mm | hollowcore-200 1 +2%; grout 6; steel-erector 0.1h x2; crane-mobile 0.05h
020 | m² | Hollow-core slab 265 mm | hollowcore-265 1 +2%; grout 7; steel-erector 0.11h x2; crane-mobile 0.06h
030 | each | Precast stair flight | stair-precast 1; grout 12; steel-erector 1.5h x2; crane-mobile 1h
040 | m | Prestressed concrete lintel | lintel-concrete 1 +3%; mortar 0.006; mason 0.2h
section 03-60 Concrete repair
assembly 03-61 Bridge and structure repair
010 | m² | Break out damaged concrete to 50 mm by hand | laborer 1.9h; breaker 1.2h @75%
020 | m² | Hydrodemolition to 70 mm | operator 0.35h; laborer 0.35h; hydrodemolition 0.3h @85%
030 | m² | Blast-clean exposed reinforcement | operator 0.2h; blasting 0.2h @80%
040 | m² | Patch repair 50 mm, hand applied | repair-mortar 105 +8%; concretor 1.6h; mixer 0.5h
050 | m | Inject crack with epoxy | epoxy-resin 0.45 +15%; concretor 0.7h; injection-pump 0.4h @80%
060 | m² | Concrete overlay 60 mm | concrete-c35 0.06 +6%; concretor 0.4h; power-float 0.08h
070 | m² | Bridge deck waterproofing | bitumen-membrane 1 +10%; bitumen-emulsion 0.4; roofer 0.25h
080 | m | Bridge expansion joint | steel-section 42 +2%; silicone 1.5; grout 20; steel-erector 1.8h x2
090 | each | Replace bridge bearing, elastomeric | = 3150
100 | m² | Protective coating to concrete, two coats | floor-epoxy 0.6 +8%; painter 0.22h; scissor-lift 0.08h
110 | m³ | Break out reinforced concrete by machine | excavator-21t 0.45h; breaker 0.4h; operator 0.45h; truck 0.12h
division 04 Masonry
section 04-10 Brickwork
assembly 04-11 Facing brickwork
010 | m² | Facing brickwork, half brick thick | brick-facing 60 +5%; mortar 0.03 +10%; mason 1.25h /1.1; laborer 0.6h; mixer 0.1h
020 | m² | Facing brickwork, one brick thick | brick-facing 120 +5%; mortar 0.065 +10%; mason 2.3h /1.1; laborer 1.1h; mixer 0.2h
030 | m² | Engineering brickwork below ground, one brick thick | brick-engineering 120 +5%; mortar 0.065 +10%; mason 2h /1.1; laborer 1h; mixer 0.2h
040 | m | Soldier course | brick-facing 13.5 +6%; mortar 0.007 +10%; mason 0.45h
050 | m² | Rake out and repoint brickwork | mortar 0.008 +15%; mason 0.9h
060 | m² | Facing brickwork in piers and features | brick-facing 124 +7%; mortar 0.07 +10%; mason 3.1h; laborer 1.3h; mixer 0.2h
section 04-20 Blockwork
assembly 04-21 Blockwork walls
010 | m² | Dense blockwork 100 mm | block-100 10 +5%; mortar 0.009 +10%; mason 0.55h; laborer 0.28h
020 | m² | Dense blockwork 140 mm | block-140 10 +5%; mortar 0.012 +10%; mason 0.65h; laborer 0.33h
030 | m² | Dense blockwork 190 mm | block-190 10 +5%; mortar 0.016 +10%; mason 0.78h; laborer 0.4h
040 | m² | Aerated blockwork 100 mm | aac-100 10 +5%; mortar 0.008 +10%; mason 0.48h; laborer 0.24h
050 | m² | Aerated blockwork 200 mm | aac-200 10 +5%; mortar 0.014 +10%; mason 0.66h; laborer 0.33h
060 | m² | Dense blockwork 190 mm, filled and reinforced | [04-21-030] 1; concrete-c25 0.1 +6%; rebar 8 +4%; concretor 0.35h
070 | m | Pin blockwork to soffit | mortar 0.004; wall-tie 2; mason 0.15h
section 04-30 Walls and accessories
assembly 04-31 Cavity walls
010 | m² | Form cavity with ties and 100 mm insulation | wall-tie 2.5 +3%; wool-100 1 +5%; mason 0.16h
020 | m² | Cavity wall: facing brick, insulation, aerated block | [04-11-010] 1; [04-31-010] 1; [04-21-040] 1
030 | m | Damp-proof course | dpc 1 +8%; mortar 0.002; mason 0.08h
040 | m | Steel lintel over openings | lintel-steel 1 +2%; mason 0.3h
050 | m | Movement joint in brickwork | silicone 0.4 +10%; mason 0.2h
060 | m | Close cavity at openings | dpc 1 +5%; mason 0.12h
070 | m² | Cavity wall: facing brick, insulation, dense block 140 mm | [04-11-010] 1; [04-31-010] 1; [04-21-020] 1
division 05 Structural steel
section 05-10 Frames
assembly 05-11 Columns, beams and bracing
010 | t | Steel columns | steel-section 1000 +2%; bolts 12; steel-erector 7h x2; crane-mobile 2.2h @90%
020 | t | Steel beams up to 40 kg/m | steel-section 1000 +3%; bolts 18; steel-erector 8h x2; crane-mobile 2.4h @90%
030 | t | Steel beams above 40 kg/m | steel-section 1000 +2%; bolts 14; steel-erector 6.5h x2; crane-mobile 2.2h @90%
040 | t | Hollow section bracing | steel-hollow 1000 +3%; bolts 20; steel-erector 9h x2; crane-mobile 2.5h @90%
050 | t | Portal frame rafters | steel-section 1000 +2%; bolts 15; steel-erector 6h x2; crane-mobile 2h @90%
060 | each | Holding-down anchors, set of four | anchor 4; grout 8; steel-erector 0.6h
070 | t | Steel portal frame, complete and painted | [05-11-010] 0.35; [05-11-050] 0.5; [05-11-040] 0.15; [05-31-010] 24
080 | m | Weld on site, 6 mm fillet | bolts 0.15; steel-erector 0.5h
090 | each | Resin anchor M16 into concrete | anchor 1; epoxy-resin 0.05 +10%; steel-erector 0.3h
assembly 05-12 Purlins and decking
010 | kg | Cold-formed purlins and rails | purlin 1 +2%; bolts 0.01; steel-erector 0.012h x2; telehandler 0.004h
020 | m² | Composite metal deck | metal-deck 1 +5%; steel-erector 0.09h x2
030 | m² | Composite floor slab 130 mm on metal deck | [05-12-020] 1; [03-32-040] 0.11; [03-22-010] 1
040 | each | Shear stud welded through deck | bolts 0.35; steel-erector 0.05h
section 05-20 Metalwork
assembly 05-21 Stairs and railings
010 | m | Steel handrail, galvanised | handrail 1 +2%; anchor 0.8; steel-erector 0.7h
020 | t | Steel stairs and landings | steel-section 1000 +4%; bolts 25; steel-erector 16h x2; crane-mobile 3h
030 | m | Balcony railing with infill bars | handrail 1.6 +2%; anchor 1.2; steel-erector 1.1h
040 | m² | Open grating floor | steel-hollow 28 +3%; bolts 0.4; steel-erector 0.4h
section 05-30 Protection of steel
assembly 05-31 Paint to steelwork
010 | m² | Prime steelwork, one coat | primer-steel 0.14 +12%; painter 0.12h
020 | m² | Blast-clean and prime steelwork on site | primer-steel 0.18 +15%; painter 0.3h; blasting 0.25h @80%
030 | m² | Intumescent paint, 60 minutes | intumescent 0.95 +12%; painter 0.45h; scissor-lift 0.1h
040 | m² | Intumescent paint, 30 minutes | intumescent 0.5 +12%; painter 0.3h; scissor-lift 0.1h
050 | m² | Finishing coat to steelwork | gloss 0.16 +12%; painter 0.15h
`;
