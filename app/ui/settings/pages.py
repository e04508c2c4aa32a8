"""All pages of the settings in their order. A page of another area is one line here."""

from app.domain.refusal import N_
from app.ui.context import Context
from app.ui.kit.panel import Panel
from app.ui.settings.page import SettingsPage


def _company(context: Context) -> Panel:
    from app.ui.settings.company_page import CompanyPage  # noqa: PLC0415 - a page pays for itself when it is opened

    return CompanyPage(context)


def _numbering(context: Context) -> Panel:
    from app.ui.settings.numbering_page import NumberingPage  # noqa: PLC0415

    return NumberingPage(context)


def _figures(context: Context) -> Panel:
    from app.ui.settings.figures_page import FiguresPage  # noqa: PLC0415

    return FiguresPage(context)


def _categories(context: Context) -> Panel:
    from app.ui.settings.categories_page import CategoriesPage  # noqa: PLC0415

    return CategoriesPage(context)


def _hours(context: Context) -> Panel:
    from app.ui.settings.hours_page import HoursSettings  # noqa: PLC0415

    return HoursSettings(context)


def _answers(context: Context) -> Panel:
    from app.ui.settings.answers_page import AnswersSettings  # noqa: PLC0415

    return AnswersSettings(context)


def _telephony(context: Context) -> Panel:
    from app.ui.settings.telephony_page import TelephonyPage  # noqa: PLC0415

    return TelephonyPage(context)


def _backup(context: Context) -> Panel:
    from app.ui.settings.backup_page import BackupPage  # noqa: PLC0415

    return BackupPage(context)


def _imports(context: Context) -> Panel:
    from app.ui.settings.imports_page import ImportsPage  # noqa: PLC0415

    return ImportsPage(context)


def _looks(context: Context) -> Panel:
    from app.ui.settings.looks_page import LooksPage  # noqa: PLC0415

    return LooksPage(context)


def _trail(context: Context) -> Panel:
    from app.ui.settings.trail_page import TrailPage  # noqa: PLC0415

    return TrailPage(context)


def _solving(context: Context) -> Panel:
    from app.ui.settings.solving_page import SolvingSettings  # noqa: PLC0415

    return SolvingSettings(context)


def _users(context: Context) -> Panel:
    from app.ui.setup.users import UsersPanel  # noqa: PLC0415

    return UsersPanel(context)


def _custom_fields(context: Context) -> Panel:
    from app.ui.customers.custom_fields_page import CustomFieldsPage  # noqa: PLC0415

    return CustomFieldsPage(context)


PAGES = (
    SettingsPage(
        "company", N_("Company"), "company",
        "letterhead logo address tax paper report empresa membrete logotipo dirección nif papel informe "
        "公司 信头 标志 地址 税号 纸张 报告", _company, "settings",
    ),
    SettingsPage(
        "numbering", N_("Numbering"), "numbering",
        "numbers series pattern invoice gaps numeración números serie patrón factura huecos 编号 序列 发票 缺号",
        _numbering, "settings",
    ),
    SettingsPage(
        "figures", N_("Taxes, levels and tiers"), "commission",
        "tax vat level tier discount payment days margin impuestos iva niveles clases descuento plazo pago "
        "税 等级 折扣 账期 付款天数", _figures, "settings",
    ),
    SettingsPage(
        "categories", N_("Product groups"), "products",
        "categories groups tree products textiles categorías grupos árbol productos familias 分类 类别 产品 树",
        _categories, "settings",
    ),
    SettingsPage(
        "solving", N_("Who solves what"), "complaints",
        "complaints skills assign rules approval limit away offer quejas reclamaciones habilidades reparto reglas "
        "límite aprobación ausente oferta 投诉 技能 分派 规则 审批 限额 外出", _solving, "settings",
    ),
    SettingsPage(
        "hours", N_("Hours and deadlines"), "clock",
        "sla hours week holidays deadlines targets complaints causes opening closed horario semana horas festivos "
        "plazos reclamaciones causas cierre 营业时间 每周 节假日 期限 投诉 原因 休息", _hours, "settings",
    ),
    SettingsPage(
        "answers", N_("Answer templates"), "template",
        "answers templates ready text reply complaints respuestas plantillas textos reclamaciones 回复 模板 投诉",
        _answers, "settings",
    ),
    SettingsPage(
        "telephony", N_("Telephone"), "phone",
        "3cx microsip calls pop internal extension teléfono llamadas centralita extensión interno 电话 来电 分机 内部",
        _telephony, "settings",
    ),
    SettingsPage(
        "backup", N_("Backup"), "backup",
        "backup restore copia de seguridad respaldo restaurar 备份 恢复 还原", _backup, "backup",
    ),
    SettingsPage(
        "imports", N_("Imports"), "import",
        "import undo csv excel vcard importar importaciones deshacer ficheros 导入 撤销 文件", _imports, "import",
    ),
    SettingsPage(
        "custom_fields", N_("Own fields of customers"), "columns",
        "custom fields form groups restricted sensitive campos propios personalizados ficha grupos restringidos "
        "sensibles 自定义字段 表单 分组 受限 敏感",
        _custom_fields, "settings",
    ),
    SettingsPage(
        "users", N_("Users and roles"), "person",
        "users roles rights restricted password pin usuarios permisos derechos contraseña 用户 角色 权限 密码",
        _users, "manage_users",
    ),
    SettingsPage(
        "looks", N_("Languages and appearance"), "language",
        "language theme dark light idioma lengua aspecto tema oscuro claro 语言 外观 深色 浅色", _looks,
    ),
    SettingsPage(
        "trail", N_("Trail"), "history",
        "audit log who changed history auditoría registro quién cambió historial 审计 日志 谁 更改 历史",
        _trail, "settings",
    ),
)  # fmt: skip
