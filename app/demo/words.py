"""Words from which the demo company's people, places, goods and notes are put together; no person is meant."""

from collections.abc import Mapping, Sequence


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


STAFF = (
    ("S1", "Lucía Ferrer", "manager"),
    ("S2", "Diego Marín", "sales"),
    ("S3", "Nuria Costa", "front_desk"),
    ("S4", "James Whitlock", "sales"),
    ("S5", "林若安", "sales"),
    ("S6", "Tomás Rius", "sales"),
)

GIVEN: Mapping[str, Sequence[str]] = {
    "es": _words(
        "Marta Inés Pablo Carla Jorge Elena Álvaro Rocío Sergio Irene Óscar Lola Mateo Noelia Bruno Amparo Raúl "
        "Begoña Hugo Pilar Darío Sofía Íñigo Clara Rubén Vera Andrés Úrsula Joaquín Míriam"
    ),
    "en": _words(
        "Alice Henry Grace Oliver Emma Jack Sophie Harry Ruby George Chloe Leo Isla Arthur Freya Noah Maisie Theo "
        "Daisy Ralph Hazel Edwin Flora Percy"
    ),
    "zh": _words("慧敏 敬国 若安 子涵 雨桐 浩然 思远 佳怡 志强 丽华 明轩 晓东 雪梅 文博 静怡 建平 春燕 海涛 玉兰 国栋"),
}
FAMILY: Mapping[str, Sequence[str]] = {
    "es": _words(
        "Ibáñez Soler Navarro Campos Vidal Molina Prieto Lozano Rey Cabrera Peña Muñoz Ávila Serrano Rojo Núñez "
        "Pascual Bravo Méndez Santos Gil Ferrer Quintana Salas Roldán Esteve Montes Cuesta Alarcón Beltrán"
    ),
    "en": _words(
        "Whitfield Marlowe Ashby Penrose Thornton Barlow Winslow Hartley Cromwell Fairfax Langley Mercer Prescott "
        "Radcliffe Sheldon Tilbury Underhill Waverley Yardley Holloway"
    ),
    "zh": _words("陈 林 黄 张 李 王 吴 刘 蔡 杨 许 郑 谢 郭 洪 曾 邱 廖 赖 周"),
}
TRADES: Mapping[str, Sequence[str]] = {
    "es": ("Hotel {}", "Restaurante {}", "Casa {}", "Hostal {}", "Balneario {}", "Cafetería {}", "Residencia {}"),
    "en": ("The {} Inn", "{} Lodge", "{} Hotel", "{} Guest House", "{} Tea Rooms", "{} Spa"),
    "zh": ("{}酒店", "{}餐厅", "{}茶楼", "{}宾馆", "{}会馆"),
}
SIGNS: Mapping[str, Sequence[str]] = {
    "es": (
        "Bahía Azul", "Los Naranjos", "La Alameda", "El Mirlo", "Tres Fuentes", "Puerta del Mar", "La Higuera",
        "Monte Claro", "Río Seco", "Las Dunas", "El Almendro", "Santa Brisa", "La Marjal", "Cala Honda",
        "El Faro Viejo", "La Retama", "Valle Alto", "El Olivar",
    ),
    "en": (
        "Blue Harbour", "Old Mill", "Foxglove", "Copper Beech", "Silver Birch", "Seven Stars", "Kingfisher", "Rosewood",
        "Lavender Hill", "Stone Bridge", "Windmill", "Heron",
    ),
    "zh": ("碧海", "金桂", "云台", "青竹", "明月", "清泉", "玉兰", "春晓", "望江", "和风"),
}  # fmt: skip
CITIES: Mapping[str, Sequence[tuple[str, str, str, str]]] = {
    "es": (
        ("Valencia", "Valencia", "46001", "ES"), ("Alicante", "Alicante", "03001", "ES"),
        ("Castellón", "Castellón", "12001", "ES"), ("Madrid", "Madrid", "28001", "ES"),
        ("Málaga", "Málaga", "29001", "ES"), ("Cádiz", "Cádiz", "11001", "ES"), ("Ávila", "Ávila", "05001", "ES"),
        ("Gijón", "Asturias", "33201", "ES"), ("Murcia", "Murcia", "30001", "ES"), ("Palma", "Baleares", "07001", "ES"),
    ),
    "en": (
        ("London", "England", "WC2N 5DU", "GB"), ("Leeds", "England", "LS1 4DY", "GB"),
        ("Cardiff", "Wales", "CF10 1EP", "GB"), ("Edinburgh", "Scotland", "EH1 1YZ", "GB"),
        ("Bristol", "England", "BS1 4DJ", "GB"),
    ),
    "zh": (("Madrid", "Madrid", "28020", "ES"), ("Valencia", "Valencia", "46007", "ES"),
           ("北京", "北京", "100000", "CN")),
}  # fmt: skip
STREETS: Mapping[str, Sequence[str]] = {
    "es": ("Calle del Ejemplo {}", "Avenida de la Muestra {}", "Plaza de la Prueba {}"),
    "en": ("{} Example Street", "{} Sample Road", "{} Trial Lane"),
    "zh": ("示例路{}号", "样本街{}号"),
}
OCCUPATIONS = ("Interior designer", "Architect", "Teacher", "Chef", "Photographer", "Engineer", "Gardener", "Retired")
INDUSTRIES = ("Hospitality", "Catering", "Health", "Retail", "Property")
ROLES: Mapping[str, str] = {"es": "Compras", "en": "Purchasing", "zh": "采购"}

# (category, unit, lowest and highest price, ways, things)
GOODS: Sequence[tuple[str, str, int, int, Sequence[str], Sequence[str]]] = (
    (
        "Bath linen", "pc", 4, 38, ("Riviera", "Cloud", "Terra", "Hotel"),
        ("hand towel", "bath towel", "bathrobe", "mat"),
    ),
    ("Bed linen", "set", 18, 120, ("Percale", "Sateen", "Linen"), ("sheet set", "duvet cover", "pillowcase", "cover")),
    ("Table linen", "pc", 3, 45, ("Damask", "Rustic", "Stripe"), ("napkin", "tablecloth", "runner", "apron")),
    ("Tableware", "pc", 2, 24, ("Ivory", "Cobalt", "Sand"), ("plate 27 cm", "soup bowl", "cup and saucer", "platter")),
    ("Glassware", "pc", 2, 18, ("Orion", "Vega", "Lyra"), ("water glass", "wine glass", "carafe")),
    ("Furniture", "pc", 60, 900, ("Costa", "Brisa", "Alba", "Norte"), ("armchair", "side table", "bed frame", "desk")),
    ("Outdoor", "pc", 25, 420, ("Teak", "Marina", "Patio"), ("lounger", "parasol", "table", "bench")),
    ("Lighting", "pc", 15, 220, ("Luna", "Halo", "Arco"), ("floor lamp", "pendant", "wall light")),
    ("Guest amenities", "box", 6, 40, ("Azahar", "Olive", "Jasmine"), ("soap 20 g", "shampoo", "slippers", "kit")),
    ("Kitchen", "pc", 5, 160, ("Pro", "Bistro", "Casa"), ("saucepan", "knife set", "tray", "storage box")),
)  # fmt: skip

PREFERENCES: Mapping[str, Sequence[tuple[str, str]]] = {
    "es": (
        ("room", "prefiere la sala junto a la ventana"), ("drink", "café solo, sin azúcar"), ("hobby", "navega a vela"),
        ("hobby", "colecciona azulejos"), ("delivery", "mejor por la puerta de atrás"), ("drink", "té verde"),
    ),
    "en": (
        ("room", "likes the window seat"), ("drink", "tea with milk"), ("hobby", "grows roses"),
        ("hobby", "sails at weekends"), ("delivery", "ring twice, the bell is quiet"), ("drink", "espresso"),
    ),
    "zh": (("drink", "喜欢龙井茶"), ("hobby", "喜欢书法"), ("room", "喜欢靠窗的座位"), ("delivery", "请送到后门")),
}  # fmt: skip
AVOID: Mapping[str, Sequence[tuple[str, str]]] = {
    "es": (("calls", "no llamar antes de las 9:30"), ("goods", "no ofrecer la gama Costa")),
    "en": (("calls", "no calls before 9:30"), ("goods", "not the Costa range")),
    "zh": (("calls", "九点半以前不要打电话"),),
}
LIFE_EVENTS: Mapping[str, Sequence[str]] = {
    "es": ("su hija ha empezado la universidad", "se ha mudado a una casa nueva", "ha abierto un segundo local"),
    "en": ("their daughter started university", "moved to a new house", "opened a second place"),
    "zh": ("女儿上大学了", "搬了新家", "开了第二家店"),
}
RELATIONS: Mapping[str, Sequence[str]] = {
    "es": ("daughter", "partner", "assistant"), "en": ("son", "partner", "assistant"), "zh": ("daughter", "assistant"),
}  # fmt: skip
NOTES: Mapping[str, Sequence[tuple[str, str]]] = {
    "es": (
        ("call", "Preguntó por el plazo de entrega."), ("call", "Quiere más toallas de la misma serie."),
        ("email", "Enviada la oferta con fotos."), ("visit", "Vino a ver las telas."),
        ("call", "Confirmó la dirección de entrega."), ("message", "Enviado el número de seguimiento."),
    ),
    "en": (
        ("call", "Asked when the delivery comes."), ("call", "Wants more of the same series."),
        ("email", "Sent the offer with pictures."), ("visit", "Came to see the fabrics."),
        ("call", "Confirmed the delivery address."), ("message", "Sent the tracking number."),
    ),
    "zh": (
        ("call", "询问交货时间。"), ("call", "想再订同一系列。"), ("email", "已发送报价和图片。"),
        ("visit", "来看了布料样品。"),
        ("call", "确认了送货地址。"),
    ),
}  # fmt: skip
FOLLOW_UPS: Mapping[str, str] = {"es": "Llamar por la oferta.", "en": "Call about the offer.", "zh": "回电跟进报价。"}
COMPLAINTS: Sequence[tuple[str, str, str]] = (
    ("Seam came open after the first wash", "Faulty goods", "Replaced"),
    ("Two glasses broken on arrival", "Damaged in transport", "Sent again"),
    ("Delivered a week after the promised day", "Carrier delay", "Freight given back"),
    ("Colour differs from the sample", "Wrong goods", "Discount"),
    ("Invoice names the wrong company", "Invoice error", "Invoice written anew"),
    ("Chair leg loose", "Faulty goods", "Repaired on site"),
)
RETURN_REASONS = ("Damaged in transport", "Wrong size", "Ordered too many", "Fault in the material")
