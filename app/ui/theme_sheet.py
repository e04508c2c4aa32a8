"""The style sheet: by meaning, never by name of a widget; ``theme`` fills in the colours."""

SHEET = """
QWidget {{ color: {text}; }}
QMainWindow, #shell {{ background: {window}; }}
QToolTip {{ background: {surface}; color: {text}; border: 1px solid {line_strong}; padding: 4px; }}
QFrame[kind="card"], QFrame[kind="state"] {{ background: {surface}; border: 1px solid {line}; border-radius: 8px; }}
QFrame[kind="card"] QFrame[kind="state"] {{ border: none; }}
QFrame[kind="band"] {{ background: {accent_soft}; border: none; border-radius: 8px; }}
QFrame[kind="bar"] {{ background: {surface}; border: none; border-bottom: 1px solid {line}; }}
QFrame[kind="status"] {{ background: {surface}; border: none; border-top: 1px solid {line}; }}
QFrame[kind="side"] {{ background: {surface}; border: none; border-left: 1px solid {line}; }}
QLabel[kind="title"] {{ font-size: 15pt; font-weight: 600; }}
QLabel[kind="name"] {{ font-size: 18pt; font-weight: 600; }}
QLabel[kind="total"] {{ font-size: 16pt; font-weight: 600; }}
QLabel[kind="section"] {{ font-size: 10.5pt; font-weight: 600; }}
QLabel[kind="strong"] {{ font-weight: 600; }}
QLabel[kind="quiet"] {{ color: {text2}; }}
QLabel[kind="caption"] {{ color: {text3}; font-size: 9pt; }}
QLabel[kind="figure"] {{ font-size: 12pt; font-weight: 600; }}
QLabel[kind="key"] {{ background: {subtle}; color: {text2}; border: 1px solid {line}; border-radius: 4px;
  padding: 0 6px; font-size: 9pt; }}
QLabel[tone="quiet"] {{ color: {text2}; }}
QLabel[tone="bad"] {{ color: {bad}; }}
QLabel[tone="warn"] {{ color: {warn}; }}
QLabel[tone="ok"] {{ color: {ok}; }}
QLabel[tone="info"] {{ color: {info}; }}
QLabel[tone="accent"] {{ color: {accent}; }}
QLabel[kind="chip"] {{ background: {neutral_bg}; color: {neutral}; border-radius: 5px; padding: 2px 8px;
  font-weight: 600; }}
QLabel[kind="chip"][tone="ok"] {{ background: {ok_bg}; color: {ok}; }}
QLabel[kind="chip"][tone="warn"] {{ background: {warn_bg}; color: {warn}; }}
QLabel[kind="chip"][tone="bad"] {{ background: {bad_bg}; color: {bad}; }}
QLabel[kind="chip"][tone="info"] {{ background: {info_bg}; color: {info}; }}
QLabel[kind="chip"][tone="A"] {{ background: {tier_a_bg}; color: {tier_a}; }}
QLabel[kind="chip"][tone="B"] {{ background: {tier_b_bg}; color: {tier_b}; }}
QLabel[kind="chip"][tone="C"] {{ background: {tier_c_bg}; color: {tier_c}; }}
QLabel[kind="chip"][tone="N"] {{ background: {tier_n_bg}; color: {tier_n}; }}
QFrame[kind="fact"] {{ background: {surface}; border: 1px solid {line}; border-left: 3px solid {line};
  border-radius: 6px; }}
QFrame[kind="fact"][tone="bad"] {{ border-left-color: {bad}; }}
QFrame[kind="fact"][tone="warn"] {{ border-left-color: {warn}; }}
QFrame[kind="popup"] {{ background: {surface}; border: 1px solid {line_strong}; border-radius: 10px; }}
QFrame[kind="line"] {{ background: {line}; border: none; }}
QFrame[kind="strip"] {{ background: {info_bg}; border: none; border-radius: 8px; }}
QFrame[kind="strip"][tone="ok"] {{ background: {ok_bg}; }}
QFrame[kind="strip"][tone="warn"] {{ background: {warn_bg}; }}
QFrame[kind="strip"][tone="bad"] {{ background: {bad_bg}; }}
QFrame[kind="said"] {{ background: {info_bg}; border: none; border-radius: 5px; }}
QFrame[kind="said"][tone="ok"] {{ background: {ok_bg}; }}
QFrame[kind="said"] QToolButton {{ color: {text}; font-weight: 600; }}
QPushButton {{ background: {surface}; border: 1px solid {line_strong}; border-radius: 5px; padding: 5px 12px;
  min-height: 20px; }}
QPushButton:hover {{ background: {hover}; }}
QPushButton:pressed {{ background: {selected}; }}
QPushButton:focus {{ border: 2px solid {accent}; padding: 4px 11px; }}
QPushButton:disabled {{ color: {text3}; border-color: {line}; }}
QPushButton[kind="primary"] {{ background: {accent}; color: {on_accent}; border-color: {accent}; font-weight: 600; }}
QPushButton[kind="primary"]:hover {{ background: {accent_hover}; }}
QPushButton[kind="primary"]:pressed {{ background: {accent_pressed}; }}
QPushButton[kind="primary"]:disabled {{ background: {neutral_bg}; color: {text3}; border-color: {line}; }}
QPushButton[kind="primary"]:focus {{ border: 2px solid {text}; }}
QPushButton[kind="flat"], QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: 5px;
  padding: 5px 8px; min-height: 20px; }}
QPushButton[kind="flat"]:hover, QToolButton:hover {{ background: {hover}; }}
QPushButton[kind="flat"]:focus, QToolButton:focus {{ border: 2px solid {accent}; padding: 4px 7px; }}
QToolButton[kind="status"] {{ padding: 3px 6px; min-height: 18px; color: {text2}; }}
QToolButton[kind="status"]:focus {{ padding: 2px 5px; }}
QToolButton::menu-indicator {{ image: none; }}
QPushButton::menu-indicator {{ subcontrol-position: right center; right: 8px; }}
QPushButton[kind="flat"][menu="true"] {{ padding-right: 22px; }}
QPushButton[kind="flat"][menu="true"]:focus {{ padding-right: 21px; }}
QToolButton[kind="person"] {{ background: {accent}; color: {on_accent}; border-radius: 15px; padding: 4px 6px;
  font-weight: 600; }}
QToolButton[kind="person"]:hover {{ background: {accent_hover}; }}
QToolButton[kind="person"]:focus {{ border: 2px solid {text}; padding: 3px 5px; }}
QToolButton[kind="person"]::menu-indicator {{ image: none; width: 0; }}
QPushButton[kind="nav"] {{ background: transparent; border: none; border-left: 3px solid transparent;
  border-radius: 5px; padding: 6px 10px; text-align: left; min-height: 22px; }}
QPushButton[kind="nav"]:hover {{ background: {hover}; }}
QPushButton[kind="nav"]:checked {{ background: {selected}; border-left-color: {accent}; font-weight: 600; }}
QPushButton[kind="nav"]:focus {{ border: 2px solid {accent}; padding: 4px 8px; }}
QPushButton[kind="tab"], QToolButton[kind="more"] {{ background: transparent; border: none;
  border-bottom: 2px solid transparent; border-radius: 0; padding: 5px 10px; color: {text2}; }}
QPushButton[kind="tab"]:checked {{ color: {text}; font-weight: 600; border-bottom-color: {accent}; }}
QPushButton[kind="tab"]:focus, QToolButton[kind="more"]:focus {{ border: 2px solid {accent}; padding: 3px 8px; }}
QToolButton[kind="more"] {{ padding: 4px 10px 6px 10px; }}
QToolButton[kind="more"]:focus {{ padding: 2px 8px 4px 8px; }}
QPushButton[kind="chip"] {{ background: {accent_soft}; border: 1px solid {accent_soft}; border-radius: 13px;
  padding: 2px 10px; color: {accent}; }}
QPushButton[kind="chip"]:hover {{ background: {selected}; }}
QPushButton[kind="chip"]:focus {{ border: 2px solid {accent}; padding: 1px 9px; }}
QPushButton[kind="choice"]:checked {{ background: {selected}; border: 2px solid {accent}; padding: 4px 11px;
  font-weight: 600; }}
QPushButton[kind="choice"]:checked:focus {{ border-color: {text}; }}
QPushButton[kind="row"] {{ background: {subtle}; border: 1px solid {line}; text-align: left; padding: 0 10px;
  min-height: 0; }}
QPushButton[kind="row"]:hover {{ background: {selected}; }}
QPushButton[kind="search"] {{ text-align: left; padding: 6px 12px; color: {text2}; }}
QPushButton[kind="search"]:focus {{ padding: 5px 11px; }}
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QDateEdit, QSpinBox {{ background: {surface}; color: {text};
  border: 1px solid {line}; border-bottom-color: {line_strong}; border-radius: 5px; padding: 5px 8px;
  selection-background-color: {accent}; selection-color: {on_accent}; placeholder-text-color: {text3}; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QDateEdit:focus, QSpinBox:focus {{
  border: 2px solid {accent}; padding: 4px 7px; }}
QLineEdit[kind="big"] {{ font-size: 14pt; padding: 8px 12px; }}
QLineEdit[kind="big"]:focus {{ padding: 7px 11px; }}
QLineEdit[kind="bare"], QLineEdit[kind="bare"]:focus {{ font-size: 13pt; border: none; padding: 6px; }}
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QComboBox[wrong="true"] {{
  border: 2px solid {bad}; padding: 4px 7px; }}
QComboBox::drop-down {{ border: none; width: 20px; }}
QComboBox:!editable {{ selection-background-color: {selected}; selection-color: {text}; }}
QComboBox QAbstractItemView {{ background: {surface}; border: none; border-radius: 0;
  selection-background-color: {selected}; selection-color: {text}; }}
QTableView, QListView, QTreeView {{ background: {surface}; alternate-background-color: {surface};
  border: 1px solid {line}; border-radius: 8px; gridline-color: {line}; outline: none;
  selection-background-color: {selected_row}; selection-color: {text}; }}
QTableView[kind="inner"], QListView[kind="inner"] {{ border: none; border-radius: 0;
  border-top: 1px solid {line}; }}
QTableView[kind="inner"]::item {{ padding: 0 8px 0 7px; border-bottom: 1px solid {line}; }}
QTableView[kind="inner"]::item:selected {{ background: {selected_row}; }}
QListView[kind="people"]::item {{ padding: 0 10px; }}
QTableView::item:focus, QListView::item:focus {{ border: 2px solid {accent}; }}
QTreeView::item {{ padding: 4px 2px; }}
QTreeView::item:focus {{ border: 2px solid {accent}; padding: 2px 0; }}
QTreeView::item:selected {{ background: {selected_row}; color: {text}; }}
QFrame[kind="lane"] {{ background: {subtle}; border: 1px solid {line}; border-radius: 8px; }}
QListView[kind="board"] {{ background: transparent; border: none; border-radius: 0; }}
QTableView[kind="inset"] {{ border: none; border-radius: 0; }}
QHeaderView {{ background: {subtle}; border: none; }}
QHeaderView::section {{ background: {subtle}; color: {text2}; border: none; border-right: 1px solid {line};
  border-bottom: 1px solid {line}; padding: 6px 10px; font-weight: 600; }}
QTableCornerButton::section {{ background: {subtle}; border: none; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {line_strong}; border-radius: 4px; min-height: 28px; margin: 1px; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
QScrollBar::handle:horizontal {{ background: {line_strong}; border-radius: 4px; min-width: 28px; margin: 1px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: none; }}
QCalendarWidget {{ border: 1px solid {line_strong}; }}
QCalendarWidget QWidget[objectName="qt_calendar_navigationbar"] {{ background: {subtle}; }}
QCalendarWidget QAbstractItemView {{ border: none; border-radius: 0; selection-background-color: {accent};
  selection-color: {on_accent}; }}
QMenu {{ background: {surface}; border: 1px solid {line_strong}; padding: 4px; }}
QMenu::item {{ padding: 6px 24px 6px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {selected}; }}
QCheckBox, QRadioButton {{ min-height: 24px; }}
QCheckBox::indicator {{ width: 15px; height: 15px; border: 1px solid {line_strong}; border-radius: 3px;
  background: {surface}; }}
QCheckBox::indicator:checked {{ background: {accent}; border-color: {accent}; }}
QRadioButton::indicator {{ width: 15px; height: 15px; border: 1px solid {line_strong}; border-radius: 8px;
  background: {surface}; }}
QRadioButton::indicator:checked {{ width: 7px; height: 7px; border: 5px solid {accent}; }}
QRadioButton:focus {{ outline: 2px solid {accent}; }}
QCheckBox:focus {{ outline: 2px solid {accent}; }}
QDialog {{ background: {window}; }}
QSplitter::handle {{ background: {line}; }}
"""

CONTRAST_EDGES = """
QFrame[kind="card"], QFrame[kind="fact"], QFrame[kind="lane"], QFrame[kind="strip"], QFrame[kind="band"] {{
  border: 1px solid {text}; }}
QFrame[kind="strip"][tone="ok"] {{ border: 2px solid {ok}; }}
QFrame[kind="said"] {{ border: 1px solid {info}; }}
QFrame[kind="said"][tone="ok"] {{ border: 1px solid {ok}; }}
QFrame[kind="strip"][tone="warn"] {{ border: 2px solid {warn}; }}
QFrame[kind="strip"][tone="bad"], QFrame[kind="fact"][tone="bad"] {{ border: 2px solid {bad}; }}
QLabel[kind="chip"] {{ background: transparent; border: 1px solid {text}; padding: 1px 7px; }}
QLabel[kind="chip"][tone="ok"] {{ border-color: {ok}; }}
QLabel[kind="chip"][tone="warn"] {{ border-color: {warn}; }}
QLabel[kind="chip"][tone="bad"] {{ border-color: {bad}; }}
QLabel[kind="chip"][tone="info"] {{ border-color: {info}; }}
QPushButton:hover, QToolButton:hover {{ border: 1px solid {accent}; }}
QPushButton:disabled, QToolButton:disabled, QLineEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled {{
  border: 1px dashed {text3}; }}
QPushButton[kind="primary"]:disabled {{ border: 1px dashed {text3}; }}
QPushButton:focus {{ border: 3px solid {accent}; padding: 3px 10px; }}
QPushButton[kind="primary"]:focus {{ border: 3px solid {text}; padding: 3px 10px; }}
QPushButton[kind="flat"]:focus, QToolButton:focus {{ border: 3px solid {accent}; padding: 3px 6px; }}
QToolButton[kind="status"]:focus {{ padding: 1px 4px; }}
QToolButton[kind="person"]:focus {{ border: 3px solid {text}; padding: 2px 4px; }}
QPushButton[kind="nav"]:hover {{ border: 1px solid {accent}; border-left: 3px solid {accent};
  padding: 5px 9px 5px 10px; }}
QPushButton[kind="nav"]:checked {{ border: 2px solid {text}; border-left: 6px solid {text}; padding: 4px 8px 4px 7px; }}
QPushButton[kind="nav"]:focus {{ border: 3px solid {accent}; padding: 3px 7px 3px 10px; }}
QPushButton[kind="nav"]:checked:focus {{ border-left: 6px solid {accent}; padding-left: 7px; }}
QPushButton[kind="tab"]:hover, QToolButton[kind="more"]:hover {{ border: none; border-bottom: 2px solid {accent}; }}
QPushButton[kind="tab"]:checked {{ border: 2px solid {text}; border-bottom: 5px solid {text};
  padding: 3px 8px 2px 8px; }}
QPushButton[kind="tab"]:focus, QToolButton[kind="more"]:focus {{ border: 3px solid {accent}; padding: 2px 7px; }}
QPushButton[kind="tab"]:checked:focus {{ border-bottom: 5px solid {accent}; padding-bottom: 2px; }}
QPushButton[kind="chip"] {{ border: 1px solid {text}; color: {text}; }}
QPushButton[kind="chip"]:focus {{ border: 3px solid {accent}; padding: 0 8px; }}
QPushButton[kind="choice"]:checked {{ border: 2px solid {text}; border-bottom: 5px solid {text};
  padding: 4px 11px 1px 11px; }}
QPushButton[kind="choice"]:focus, QPushButton[kind="choice"]:checked:focus {{ border: 3px solid {accent};
  padding: 3px 10px; }}
QPushButton[kind="choice"]:checked:focus {{ border-bottom: 5px solid {accent}; padding-bottom: 1px; }}
QPushButton[kind="search"]:focus {{ padding: 4px 10px; }}
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QDateEdit, QSpinBox {{ border: 1px solid {text}; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QDateEdit:focus, QSpinBox:focus {{
  border: 3px solid {accent}; padding: 3px 6px; }}
QLineEdit[kind="big"]:focus {{ padding: 6px 10px; }}
QLineEdit[kind="bare"], QLineEdit[kind="bare"]:focus {{ border: none; padding: 6px; }}
QComboBox:!editable, QComboBox QAbstractItemView, QTableView[kind="inner"], QListView[kind="inner"] {{
  selection-background-color: {accent}; selection-color: {on_accent}; }}
QTableView[kind="inner"]::item:selected {{ background: {accent}; color: {on_accent}; }}
QTableView::item:focus, QListView::item:focus {{ border: 3px solid {accent}; }}
QTreeView::item:focus {{ border: 3px solid {accent}; padding: 1px 0; }}
QMenu::item:selected {{ background: {accent}; color: {on_accent}; }}
QMenu::item:disabled {{ color: {text3}; }}
"""
"""Added in high contrast: grounds say nothing there, so what is chosen, wrong or in focus has an edge of its own.

Its colours are the system's where the system has a contrast theme.
"""
