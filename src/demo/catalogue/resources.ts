/**
 * What the demo's items are made of: code | unit | rate in US dollars | what its price follows | name.
 * A made-up price list in metric units; src/demo/prices.ts says how each price family moves.
 */
export const structureMaterials = `
concrete-c12 | m³ | 118 | cement | Ready-mix concrete C12/15
concrete-c25 | m³ | 138 | cement | Ready-mix concrete C25/30
concrete-c30 | m³ | 146 | cement | Ready-mix concrete C30/37
concrete-c35 | m³ | 159 | cement | Ready-mix concrete C35/45, watertight
concrete-fibre | m³ | 178 | cement | Ready-mix concrete C30/37 with steel fibres
mortar | m³ | 164 | cement | Masonry mortar
screed | m³ | 142 | cement | Floor screed, semi-dry
repair-mortar | kg | 1.85 | cement | Structural repair mortar
grout | kg | 0.95 | cement | Non-shrink grout
epoxy-resin | kg | 16.5 | general | Epoxy injection resin
sand | t | 24 | general | Sand
gravel | t | 27.5 | general | Gravel 8/16
crushed-stone | t | 26 | general | Crushed stone 0/32
hardcore | t | 19 | general | Hardcore
topsoil | m³ | 34 | general | Topsoil, screened
seed | kg | 6.4 | general | Grass seed
geotextile | m² | 1.35 | general | Geotextile 200 g/m²
rebar | kg | 1.12 | steel | Reinforcing bars B500
rebar-epoxy | kg | 1.58 | steel | Reinforcing bars, epoxy coated
mesh-a142 | m² | 4.1 | steel | Steel mesh A142
mesh-a193 | m² | 5.2 | steel | Steel mesh A193
mesh-a252 | m² | 6.7 | steel | Steel mesh A252
mesh-a393 | m² | 9.9 | steel | Steel mesh A393
tie-wire | kg | 2.4 | steel | Tie wire
spacer | each | 0.18 | general | Reinforcement spacer
dowel | each | 4.6 | steel | Dowel bar with sleeve
plywood | m² | 13.5 | timber | Formwork plywood 18 mm
softwood | m³ | 465 | timber | Sawn softwood
stud-38x89 | m | 2.15 | timber | Timber stud 38 × 89 mm
stud-38x140 | m | 3.4 | timber | Timber stud 38 × 140 mm
joist-45x195 | m | 5.6 | timber | Timber joist 45 × 195 mm
joist-45x245 | m | 7.4 | timber | Timber joist 45 × 245 mm
glulam | m³ | 1180 | timber | Glued laminated timber GL24h
truss | each | 96 | timber | Trussed rafter, 9 m span
osb-12 | m² | 8.2 | timber | OSB 3 board 12 mm
osb-18 | m² | 11.9 | timber | OSB 3 board 18 mm
batten | m | 0.85 | timber | Batten 25 × 50 mm
cladding-larch | m² | 44 | timber | Larch cladding boards
trim-mdf | m | 3.1 | timber | Skirting or architrave, primed MDF
nails | kg | 3.4 | steel | Nails and screws
form-oil | l | 3.1 | general | Release agent
brick-facing | each | 0.82 | general | Facing brick
brick-engineering | each | 0.94 | general | Engineering brick
block-100 | each | 1.95 | cement | Dense concrete block 100 mm
block-140 | each | 2.45 | cement | Dense concrete block 140 mm
block-190 | each | 3.1 | cement | Dense concrete block 190 mm
aac-100 | each | 2.6 | cement | Aerated concrete block 100 mm
aac-200 | each | 4.7 | cement | Aerated concrete block 200 mm
wall-tie | each | 0.32 | steel | Stainless wall tie
dpc | m | 1.35 | general | Damp-proof course 300 mm
lintel-steel | m | 27 | steel | Steel lintel for cavity walls
lintel-concrete | m | 19.5 | cement | Prestressed concrete lintel
hollowcore-200 | m² | 62 | cement | Hollow-core slab 200 mm
hollowcore-265 | m² | 74 | cement | Hollow-core slab 265 mm
stair-precast | each | 1480 | cement | Precast stair flight
steel-section | kg | 1.48 | steel | Rolled steel sections S355, fabricated
steel-hollow | kg | 1.72 | steel | Hollow steel sections S355, fabricated
purlin | kg | 2.05 | steel | Cold-formed purlins, galvanised
metal-deck | m² | 24 | steel | Composite metal deck 60 mm
bolts | kg | 4.6 | steel | Structural bolts
anchor | each | 9.8 | steel | Holding-down anchor
handrail | m | 88 | steel | Steel handrail, galvanised
intumescent | l | 21 | general | Intumescent paint
primer-steel | l | 14 | general | Zinc phosphate primer
`;

export const fitOutMaterials = `
bitumen-membrane | m² | 7.8 | fuel | Bitumen roofing membrane
epdm | m² | 14.6 | general | EPDM roofing membrane
vapour-barrier | m² | 1.6 | general | Vapour barrier
dpm | m² | 1.2 | general | Damp-proof membrane 300 µm
tile-concrete | each | 1.15 | cement | Concrete roof tile
slate | each | 3.4 | general | Natural slate
metal-sheet | m² | 38 | steel | Standing seam sheet, coated steel
sandwich-panel | m² | 56 | steel | Insulated sandwich panel 120 mm
flashing | m | 9.5 | general | Aluminium flashing
gutter | m | 14 | general | Gutter 125 mm
downpipe | m | 11.5 | general | Downpipe 100 mm
wool-100 | m² | 7.4 | general | Mineral wool 100 mm
wool-200 | m² | 13.6 | general | Mineral wool 200 mm
pir-100 | m² | 19 | general | PIR board 100 mm
eps-100 | m² | 9.2 | general | EPS board 100 mm
window-pvc | m² | 265 | general | PVC-U window, triple glazed
window-alu | m² | 395 | general | Aluminium window, triple glazed
curtain-wall | m² | 465 | general | Curtain wall, stick system
door-internal | each | 178 | timber | Internal door set
door-fire | each | 362 | timber | Fire door set EI 30
door-external | each | 690 | general | External door set
shutter | m² | 285 | steel | Sectional overhead door, motorised
ironmongery | each | 62 | general | Ironmongery set
silicone | each | 6.8 | general | Sealant cartridge
plasterboard | m² | 4.4 | general | Plasterboard 12.5 mm
plasterboard-fire | m² | 6.1 | general | Plasterboard 15 mm, fire-rated
stud-metal | m | 1.95 | steel | Metal stud 70 mm
track-metal | m | 1.85 | steel | Metal track 72 mm
jointing | kg | 1.3 | general | Jointing compound
plaster | kg | 0.62 | general | Gypsum plaster
ceiling-tile | m² | 11.5 | general | Mineral fibre ceiling tile
ceiling-grid | m | 2.1 | steel | Ceiling grid
carpet-tile | m² | 27 | general | Carpet tiles
vinyl | m² | 22 | general | Vinyl sheet 2 mm
tile-ceramic | m² | 24 | general | Ceramic tiles
adhesive | kg | 1.1 | general | Tile or floor adhesive
floor-epoxy | kg | 9.8 | general | Epoxy floor coating
paint | l | 8.2 | general | Emulsion paint
gloss | l | 12.4 | general | Gloss paint
copper-15 | m | 5.8 | copper | Copper pipe 15 mm
copper-22 | m | 9.6 | copper | Copper pipe 22 mm
copper-28 | m | 14.1 | copper | Copper pipe 28 mm
pex-16 | m | 1.5 | general | PEX pipe 16 mm
waste-50 | m | 3.9 | general | Waste pipe 50 mm
soil-110 | m | 10.4 | general | Soil pipe 110 mm
fitting | each | 4.3 | copper | Pipe fitting
wc | each | 218 | general | WC suite
basin | each | 146 | general | Wash basin with mixer
radiator | each | 165 | steel | Panel radiator 1.2 kW
boiler | each | 2650 | general | Condensing boiler 24 kW
heat-pump | each | 6900 | copper | Air-source heat pump 9 kW
pipe-insulation | m | 2.6 | general | Pipe insulation 20 mm
cable-1.5 | m | 0.62 | copper | Cable 3 × 1.5 mm²
cable-2.5 | m | 0.94 | copper | Cable 3 × 2.5 mm²
cable-10 | m | 4.2 | copper | Cable 5 × 10 mm²
cable-data | m | 0.48 | copper | Data cable Cat 6A
conduit | m | 1.3 | general | Conduit 20 mm
tray | m | 12.8 | steel | Cable tray 200 mm
socket | each | 5.9 | general | Socket outlet
switch | each | 5.1 | general | Switch
outlet-data | each | 9.8 | general | Data outlet
luminaire | each | 72 | general | LED luminaire
emergency-light | each | 88 | general | Emergency luminaire
detector | each | 46 | general | Smoke detector
board | each | 410 | general | Distribution board
pvc-110 | m | 7.2 | general | PVC-U sewer pipe 110 mm
pvc-160 | m | 13.4 | general | PVC-U sewer pipe 160 mm
pvc-315 | m | 48 | general | PVC-U sewer pipe 315 mm
manhole-ring | m | 145 | cement | Manhole rings 1,000 mm
manhole-cover | each | 165 | steel | Manhole cover D400
gully | each | 78 | cement | Road gully with grate
asphalt-base | t | 78 | fuel | Asphalt base course
asphalt-surface | t | 92 | fuel | Asphalt surface course
bitumen-emulsion | l | 1.25 | fuel | Bitumen emulsion
kerb | m | 11.8 | cement | Concrete kerb 150 × 300 mm
paver | m² | 21.5 | cement | Concrete block paving 80 mm
fence | m | 38 | steel | Mesh fence panels 2 m high with posts
`;

export const labor = `
laborer | h | 31 | wages | Laborer
concretor | h | 38 | wages | Concretor
steel-fixer | h | 42 | wages | Steel fixer
carpenter | h | 44 | wages | Carpenter
mason | h | 45 | wages | Mason
steel-erector | h | 52 | wages | Steel erector
roofer | h | 43 | wages | Roofer
glazier | h | 46 | wages | Window and door fitter
plasterer | h | 42 | wages | Plasterer and dry-liner
tiler | h | 44 | wages | Tiler
floor-layer | h | 42 | wages | Floor layer
painter | h | 38 | wages | Painter
plumber | h | 54 | wages | Plumber
electrician | h | 57 | wages | Electrician
pipe-layer | h | 39 | wages | Pipe layer
paviour | h | 40 | wages | Paviour
operator | h | 49 | wages | Plant operator
`;

export const equipment = `
excavator-8t | h | 58 | fuel | Excavator 8 t
excavator-21t | h | 92 | fuel | Excavator 21 t
loader | h | 74 | fuel | Wheel loader
truck | h | 78 | fuel | Tipper truck 18 t
roller | h | 46 | fuel | Vibrating roller
compactor | h | 9 | fuel | Plate compactor
dewatering-pump | h | 11 | fuel | Dewatering pump
poker | h | 6.5 | fuel | Concrete vibrator
concrete-pump | h | 165 | fuel | Concrete pump
power-float | h | 12 | fuel | Power float
joint-cutter | h | 14 | fuel | Joint cutter
mixer | h | 7 | fuel | Mortar mixer
crane-mobile | h | 178 | fuel | Mobile crane 40 t
crane-tower | h | 96 | general | Tower crane
telehandler | h | 52 | fuel | Telehandler
scissor-lift | h | 28 | general | Scissor lift
breaker | h | 19 | fuel | Compressor with breaker
hydrodemolition | h | 260 | fuel | Hydrodemolition unit
blasting | h | 64 | fuel | Blast cleaning set
injection-pump | h | 16 | general | Injection pump
asphalt-paver | h | 190 | fuel | Asphalt paver
`;
